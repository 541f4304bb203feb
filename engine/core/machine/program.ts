import { DEFAULT_CANCEL_TIMEOUT, DEFAULT_START_TO_CLOSE, DEFAULT_UNDO_RETRY } from '../definition/defaults.ts';
import type { Block, CatchClause, ParallelStep, SagaStep, Step, TaskStep, TryStep } from '../definition/document.ts';
import type { Definition } from '../compile/index.ts';
import { durationMs } from '../duration.ts';
import { compileTemplate, type Template } from '../expression/index.ts';
import type { Json } from '../json.ts';
import { type RetryPolicy, retryPolicy } from './retry.ts';

/**
 * A definition made ready to run: blocks and steps by key, durations in ms, expressions compiled once. It holds nothing of any run
 * and may be shared by all runs of its hash.
 */
export interface Program {
  readonly definition: Definition;
  readonly hash: string;
  readonly blocks: ReadonlyMap<string, BlockNode>;
  readonly steps: ReadonlyMap<string, StepNode>;
  readonly variables: readonly Assignment[];
  /** Longest run, ms. */
  readonly timeoutMs: number | null;
}

export interface BlockNode {
  readonly key: string;
  readonly start: string;
  readonly output: Template | null;
}

export type Assignment = readonly [variable: string, template: Template];

interface NodeBase {
  readonly id: string;
  readonly block: string;
  readonly assign: readonly Assignment[];
  readonly next: string | null;
  readonly catches: readonly CatchNode[];
  readonly retry: readonly RetryPolicy[];
}

export interface CatchNode {
  readonly errors: readonly string[];
  readonly as: string | null;
  readonly next: string | null;
}

export interface TaskNode extends NodeBase {
  readonly type: 'task';
  readonly activity: string;
  readonly with: Template;
  readonly taskQueue: string;
  readonly times: AttemptTimes;
  readonly readOnly: boolean;
  readonly pivot: boolean;
  readonly undo: UndoNode | null;
}

/** Milliseconds; Infinity where there is no limit. */
export interface AttemptTimes {
  readonly startToCloseMs: number;
  readonly scheduleToCloseMs: number;
}

export interface UndoNode {
  readonly activity: string;
  readonly with: Template;
  readonly retry: readonly RetryPolicy[];
  readonly times: AttemptTimes;
  /** SG3. */
  readonly onUnknown: boolean;
}

interface CompositeBase extends NodeBase {
  /** Blocks that start with it: `body`, or the branches. */
  readonly blocks: readonly string[];
  readonly timeoutMs: number | null;
}

export interface SagaNode extends CompositeBase {
  readonly type: 'saga';
  readonly order: 'reverse' | 'parallel';
  readonly onCompensationFailure: 'suspend' | 'continue' | 'fail';
  readonly cancelTimeoutMs: number;
}

export interface ParallelNode extends CompositeBase {
  readonly type: 'parallel';
  /** Branches that must complete. */
  readonly needed: number;
  readonly onFailure: 'cancel' | 'wait';
}

export interface TryNode extends CompositeBase {
  readonly type: 'try';
  readonly hasFinally: boolean;
}

export interface ChoiceNode extends NodeBase {
  readonly type: 'choice';
  readonly branches: readonly { readonly when: Template; readonly next: string | null }[];
  readonly otherwise: string | null;
}

export interface WaitNode extends NodeBase {
  readonly type: 'wait';
  readonly time: { readonly kind: 'for' | 'until'; readonly template: Template };
}

export interface SetNode extends NodeBase {
  readonly type: 'set';
}

export interface FailNode extends NodeBase {
  readonly type: 'fail';
  readonly errorType: string;
  readonly message: Template;
  readonly details: Template | null;
}

export interface SucceedNode extends NodeBase {
  readonly type: 'succeed';
  readonly output: Template;
}

export type CompositeNode = SagaNode | ParallelNode | TryNode;
export type StepNode = TaskNode | CompositeNode | ChoiceNode | WaitNode | SetNode | FailNode | SucceedNode;

/** Key of a block in the program. */
export function blockKey(stepId: string, name: string): string {
  return `${stepId}.${name}`;
}

const ROOT_BLOCK = '';
export const DEFAULT_CANCEL_TIMEOUT_MS = durationMs(DEFAULT_CANCEL_TIMEOUT);

/** For a compiled definition; a definition that did not compile must not get here. */
export function link(definition: Definition, hash: string): Program {
  const blocks = new Map<string, BlockNode>();
  const steps = new Map<string, StepNode>();
  const addBlock = (key: string, block: Pick<Block, 'start' | 'steps' | 'output'>): void => {
    blocks.set(key, {
      key,
      start: block.start,
      output: block.output === undefined ? null : compileTemplate(block.output),
    });
    for (const [id, step] of Object.entries(block.steps)) {
      steps.set(id, linkStep(id, key, step));
      for (const [name, inner] of blocksOf(step)) addBlock(blockKey(id, name), inner);
    }
  };
  const { start, steps: top, returns } = definition;
  addBlock(ROOT_BLOCK, { start, steps: top, output: returns });
  return {
    definition,
    hash,
    blocks,
    steps,
    variables: assignments(definition.variables),
    timeoutMs: definition.timeout === undefined ? null : durationMs(definition.timeout),
  };
}

/** The blocks a step holds, by name. */
function blocksOf(step: Step): readonly (readonly [name: string, block: Pick<Block, 'start' | 'steps' | 'output'>])[] {
  if (step.type === 'saga') return [['body', step]];
  if (step.type === 'try')
    return step.finally
      ? [
          ['body', step],
          ['finally', step.finally],
        ]
      : [['body', step]];
  return step.type === 'parallel' ? Object.entries(step.branches) : [];
}

function linkStep(id: string, block: string, step: Step): StepNode {
  const base = baseNode(id, block, step);
  switch (step.type) {
    case 'task':
      return linkTask(base, step);
    case 'saga':
      return linkSaga(base, step);
    case 'parallel':
      return linkParallel(base, step);
    case 'try':
      return {
        ...base,
        type: 'try',
        blocks: ['body'],
        timeoutMs: blockTimeout(step),
        hasFinally: step.finally !== undefined,
      };
    case 'choice':
      return {
        ...base,
        next: step.otherwise ?? null, // where a person sends it who skips it
        type: 'choice',
        branches: step.branches.map(({ when, next }) => ({ when: compileTemplate(when), next: next ?? null })),
        otherwise: step.otherwise ?? null,
      };
    case 'wait':
      return {
        ...base,
        type: 'wait',
        time:
          step.for === undefined
            ? { kind: 'until', template: compileTemplate(step.until ?? null) }
            : { kind: 'for', template: compileTemplate(step.for) },
      };
    case 'set':
      return { ...base, type: 'set' };
    case 'fail':
      return {
        ...base,
        type: 'fail',
        errorType: step.error.type,
        message: compileTemplate(step.error.message ?? step.error.type),
        details: step.error.details === undefined ? null : compileTemplate(step.error.details),
      };
    case 'succeed':
      return { ...base, type: 'succeed', output: compileTemplate(step.output ?? null) };
  }
}

function baseNode(id: string, block: string, step: Step): NodeBase {
  return {
    id,
    block,
    assign: 'assign' in step ? assignments(step.assign) : [],
    next: ('next' in step ? step.next : undefined) ?? null,
    catches: ('catch' in step ? step.catch : undefined)?.map(catchNode) ?? [],
    retry: ('retry' in step ? step.retry : undefined)?.map(retryPolicy) ?? [],
  };
}

function linkTask(base: NodeBase, step: TaskStep): TaskNode {
  return {
    ...base,
    type: 'task',
    activity: step.activity,
    with: compileTemplate(step.with ?? null),
    taskQueue: step.taskQueue ?? 'default',
    times: attemptTimes(step.timeouts),
    readOnly: step.readOnly ?? false,
    pivot: step.pivot ?? false,
    undo: step.compensate
      ? {
          activity: step.compensate.activity,
          with: compileTemplate(step.compensate.with ?? null),
          retry: (step.compensate.retry ?? DEFAULT_UNDO_RETRY).map(retryPolicy),
          times: attemptTimes(step.compensate.timeouts),
          onUnknown: step.compensateOn !== 'completed',
        }
      : null,
  };
}

function linkSaga(base: NodeBase, step: SagaStep): SagaNode {
  return {
    ...base,
    type: 'saga',
    blocks: ['body'],
    timeoutMs: blockTimeout(step),
    order: step.order ?? 'reverse',
    onCompensationFailure: step.onCompensationFailure ?? 'suspend',
    cancelTimeoutMs: durationMs(step.cancelTimeout ?? DEFAULT_CANCEL_TIMEOUT),
  };
}

function linkParallel(base: NodeBase, step: ParallelStep): ParallelNode {
  const blocks = Object.keys(step.branches);
  const join = step.join ?? 'all';
  const needed = join === 'all' ? blocks.length : join === 'any' ? 1 : join.count;
  return {
    ...base,
    type: 'parallel',
    blocks,
    needed,
    onFailure: step.onFailure ?? 'cancel',
    timeoutMs: blockTimeout(step),
  };
}

function blockTimeout(step: SagaStep | ParallelStep | TryStep): number | null {
  return step.timeout === undefined ? null : durationMs(step.timeout);
}

function attemptTimes(timeouts: TaskStep['timeouts']): AttemptTimes {
  return {
    startToCloseMs: durationMs(timeouts?.startToClose ?? DEFAULT_START_TO_CLOSE),
    scheduleToCloseMs: timeouts?.scheduleToClose === undefined ? Infinity : durationMs(timeouts.scheduleToClose),
  };
}

function catchNode(clause: CatchClause): CatchNode {
  return { errors: clause.errors ?? ['*'], as: clause.as ?? null, next: clause.next ?? null };
}

function assignments(templates: Readonly<Record<string, Json>> | undefined): readonly Assignment[] {
  return Object.entries(templates ?? {}).map(([name, template]) => [name, compileTemplate(template)] as const);
}

export function stepNode(program: Program, id: string): StepNode {
  const node = program.steps.get(id);
  if (!node) throw new Error(`no step ${id} in ${program.hash}`);
  return node;
}

export function taskNode(program: Program, id: string): TaskNode {
  const node = stepNode(program, id);
  if (node.type !== 'task') throw new Error(`step ${id} is no task`);
  return node;
}

export function compositeNode(program: Program, id: string): CompositeNode {
  const node = stepNode(program, id);
  if (node.type !== 'saga' && node.type !== 'parallel' && node.type !== 'try')
    throw new Error(`step ${id} holds no block`);
  return node;
}

export function blockNode(program: Program, key: string): BlockNode {
  const node = program.blocks.get(key);
  if (!node) throw new Error(`no block ${key} in ${program.hash}`);
  return node;
}
