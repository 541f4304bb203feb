import type { Definition } from '../compile/index.ts';
import {
  DEFAULT_CANCEL_TIMEOUT,
  DEFAULT_START_TO_CLOSE,
  DEFAULT_TASK_QUEUE,
  DEFAULT_UNDO_RETRY,
} from '../definition/defaults.ts';
import type {
  Block,
  CatchClause,
  ChildStep,
  EmitStep,
  MapStep,
  ParallelStep,
  SagaStep,
  Step,
  TaskStep,
  TryStep,
  WaitStep,
} from '../definition/document.ts';
import { durationMs } from '../duration.ts';
import { compileTemplate, type Template } from '../expression/index.ts';
import type { Json } from '../json.ts';
import {
  type Assignment,
  type AttemptTimes,
  blockKey,
  type BlockNode,
  type CatchNode,
  type ChildNode,
  type EmitNode,
  ITEM,
  type MapNode,
  type NodeBase,
  type ParallelNode,
  type Program,
  type SagaNode,
  type StepNode,
  type TaskNode,
  type WaitNode,
} from './program.ts';
import { retryPolicy } from './retry.ts';

const ROOT_BLOCK = '';

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
    ...linkDeclarations(definition),
  };
}

type Declarations = Pick<Program, 'attributes' | 'signals' | 'queries' | 'updates' | 'concurrency'>;

function linkDeclarations({
  searchAttributes = {},
  signals = {},
  queries = {},
  updates = {},
  concurrencyKey,
}: Definition): Declarations {
  return {
    attributes: Object.entries(searchAttributes).map(([name, { type, value }]) => ({
      name,
      type,
      value: compileTemplate(value),
    })),
    signals: mapOf(signals, ({ payload, key }) => ({ payload: payload ?? null, key: optional(key) })),
    queries: mapOf(queries, ({ input, returns }) => ({ input: input ?? null, returns: compileTemplate(returns) })),
    updates: mapOf(updates, ({ input, assign, returns }) => ({
      input: input ?? null,
      assign: assignments(assign),
      returns: compileTemplate(returns ?? null),
    })),
    concurrency: concurrencyKey
      ? {
          key: compileTemplate(concurrencyKey.key),
          limit: concurrencyKey.limit ?? 1,
          onLimit: concurrencyKey.onLimit ?? 'queue',
        }
      : null,
  };
}

function mapOf<A, B>(record: Readonly<Record<string, A>>, make: (value: A) => B): ReadonlyMap<string, B> {
  return new Map(Object.entries(record).map(([name, value]) => [name, make(value)]));
}

function optional(template: Json | undefined): Template | null {
  return template === undefined ? null : compileTemplate(template);
}

/** The blocks a step holds, by name. */
function blocksOf(step: Step): readonly (readonly [name: string, block: Pick<Block, 'start' | 'steps' | 'output'>])[] {
  if (step.type === 'saga') return [['body', step]];
  if (step.type === 'map') return [[ITEM, step]];
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
    case 'emit':
      return linkEmit(base, step);
    case 'child':
      return linkChild(base, step);
    case 'saga':
      return linkSaga(base, step);
    case 'parallel':
      return linkParallel(base, step);
    case 'map':
      return linkMap(base, step);
    case 'try': {
      const hasFinally = step.finally !== undefined;
      return { ...base, type: 'try', blocks: ['body'], timeoutMs: blockTimeout(step), hasFinally };
    }
    default:
      return linkPlain(base, step);
  }
}

type PlainStep = Exclude<Step, { type: 'task' | 'emit' | 'child' | 'saga' | 'parallel' | 'map' | 'try' }>;

function linkPlain(base: NodeBase, step: PlainStep): StepNode {
  switch (step.type) {
    case 'choice': {
      const otherwise = step.otherwise ?? null;
      const branches = step.branches.map(({ when, next }) => ({ when: compileTemplate(when), next: next ?? null }));
      return { ...base, next: otherwise, type: 'choice', branches, otherwise }; // next: where a person sends it who skips it
    }
    case 'wait':
      return { ...base, type: 'wait', time: timeOf(step) };
    case 'receive': {
      const { signal, key, timeout, onTimeout = null } = step;
      return { ...base, type: 'receive', signal, key: optional(key), timeout: optional(timeout), onTimeout };
    }
    case 'continueAsNew':
      return { ...base, type: 'continueAsNew', input: optional(step.input) };
    case 'set':
      return { ...base, type: 'set' };
    case 'fail': {
      const { type: errorType, message = errorType, details } = step.error;
      return { ...base, type: 'fail', errorType, message: compileTemplate(message), details: optional(details) };
    }
    case 'succeed':
      return { ...base, type: 'succeed', output: compileTemplate(step.output ?? null) };
  }
}

function timeOf(step: WaitStep): WaitNode['time'] {
  if (step.for === undefined) return { kind: 'until', template: compileTemplate(step.until ?? null) };
  return { kind: 'for', template: compileTemplate(step.for) };
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
  const taskQueue = step.taskQueue ?? DEFAULT_TASK_QUEUE;
  return {
    ...base,
    ...linkEffect(step, taskQueue),
    type: 'task',
    activity: step.activity,
    with: compileTemplate(step.with ?? null),
    times: attemptTimes(step.timeouts),
    pivot: step.pivot ?? false,
  };
}

function linkEmit(base: NodeBase, step: EmitStep): EmitNode {
  return {
    ...base,
    ...linkEffect(step, DEFAULT_TASK_QUEUE),
    type: 'emit',
    with: compileTemplate(step.payload ?? null),
    target:
      step.event === undefined
        ? {
            kind: 'signal',
            to: compileTemplate(step.to ?? null),
            signal: step.signal ?? '',
            key: optional(step.key),
          }
        : { kind: 'event', event: step.event },
  };
}

function linkChild(base: NodeBase, step: ChildStep): ChildNode {
  const wait = step.wait ?? true;
  return {
    ...base,
    ...linkEffect(step, DEFAULT_TASK_QUEUE),
    type: 'child',
    workflow: step.workflow,
    with: compileTemplate(step.input ?? null),
    wait,
    policy: step.parentClosePolicy ?? (wait ? 'terminate' : 'abandon'),
  };
}

/** An emit is delivered by the host, and a child ends when it ends: they have no limits of their own. */
const UNLIMITED: AttemptTimes = {
  startToCloseMs: Infinity,
  scheduleToCloseMs: Infinity,
  scheduleToStartMs: Infinity,
  heartbeatMs: Infinity,
};

type EffectStep = Pick<TaskStep, 'readOnly' | 'compensate' | 'compensateOn'>;
type LinkedEffect = Pick<TaskNode, 'taskQueue' | 'times' | 'readOnly' | 'pivot' | 'undo'>;

function linkEffect({ readOnly, compensate, compensateOn }: EffectStep, taskQueue: string): LinkedEffect {
  return {
    taskQueue,
    times: UNLIMITED,
    readOnly: readOnly ?? false,
    pivot: false,
    undo: compensate
      ? {
          activity: compensate.activity ?? null,
          workflow: compensate.workflow ?? null,
          taskQueue,
          with: compileTemplate(compensate.with ?? null),
          retry: (compensate.retry ?? DEFAULT_UNDO_RETRY).map(retryPolicy),
          times: compensate.workflow === undefined ? attemptTimes(compensate.timeouts) : UNLIMITED,
          onUnknown: compensateOn !== 'completed',
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

function linkMap(base: NodeBase, step: MapStep): MapNode {
  const { concurrency = Infinity, batchSize = null, tolerate = 0 } = step;
  return {
    ...base,
    type: 'map',
    blocks: [],
    items: compileTemplate(step.items),
    concurrency,
    batchSize,
    tolerate:
      typeof tolerate === 'number'
        ? { kind: 'count', value: tolerate }
        : { kind: 'percent', value: Number(tolerate.slice(0, -1)) },
    timeoutMs: blockTimeout(step),
  };
}

function blockTimeout(step: SagaStep | ParallelStep | MapStep | TryStep): number | null {
  return step.timeout === undefined ? null : durationMs(step.timeout);
}

function attemptTimes(timeouts: TaskStep['timeouts'] = {}): AttemptTimes {
  const limit = (text: string | undefined): number => (text === undefined ? Infinity : durationMs(text));
  return {
    startToCloseMs: durationMs(timeouts.startToClose ?? DEFAULT_START_TO_CLOSE),
    scheduleToCloseMs: limit(timeouts.scheduleToClose),
    scheduleToStartMs: limit(timeouts.scheduleToStart),
    heartbeatMs: limit(timeouts.heartbeat),
  };
}

function catchNode(clause: CatchClause): CatchNode {
  return { errors: clause.errors ?? ['*'], as: clause.as ?? null, next: clause.next ?? null };
}

function assignments(templates: Readonly<Record<string, Json>> | undefined): readonly Assignment[] {
  return Object.entries(templates ?? {}).map(([name, template]) => [name, compileTemplate(template)] as const);
}
