import type { Definition } from '../compile/index.ts';
import { DEFAULT_CANCEL_TIMEOUT } from '../definition/defaults.ts';
import type { SearchAttribute } from '../definition/document.ts';
import { durationMs } from '../duration.ts';
import type { ParentClosePolicy } from '../event.ts';
import type { Template } from '../expression/index.ts';
import type { RetryPolicy } from './retry.ts';

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
  readonly attributes: readonly AttributeNode[];
  readonly signals: ReadonlyMap<string, SignalNode>;
  readonly queries: ReadonlyMap<string, QueryNode>;
  readonly updates: ReadonlyMap<string, UpdateNode>;
  readonly concurrency: ConcurrencyNode | null;
}

export interface AttributeNode {
  readonly name: string;
  readonly type: SearchAttribute['type'];
  readonly value: Template;
}

type Schema = NonNullable<Definition['input']>;

export interface SignalNode {
  readonly payload: Schema | null;
  readonly key: Template | null;
}

export interface QueryNode {
  readonly input: Schema | null;
  readonly returns: Template;
}

export interface UpdateNode {
  readonly input: Schema | null;
  readonly assign: readonly Assignment[];
  readonly returns: Template;
}

export interface ConcurrencyNode {
  readonly key: Template;
  readonly limit: number;
  readonly onLimit: 'queue' | 'reject';
}

export interface BlockNode {
  readonly key: string;
  readonly start: string;
  readonly output: Template | null;
}

export type Assignment = readonly [variable: string, template: Template];

export interface NodeBase {
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

/** What has attempts and an effect (SG1). `with` is what it is given: of an emit the payload, of a child the input. */
interface EffectBase extends NodeBase {
  readonly with: Template;
  readonly taskQueue: string;
  readonly times: AttemptTimes;
  readonly readOnly: boolean;
  readonly pivot: boolean;
  readonly undo: UndoNode | null;
}

export interface TaskNode extends EffectBase {
  readonly type: 'task';
  readonly activity: string;
}

export interface EmitNode extends EffectBase {
  readonly type: 'emit';
  readonly target:
    | { readonly kind: 'signal'; readonly to: Template; readonly signal: string; readonly key: Template | null }
    | { readonly kind: 'event'; readonly event: string };
}

export interface ChildNode extends EffectBase {
  readonly type: 'child';
  readonly workflow: string;
  readonly wait: boolean;
  readonly policy: ParentClosePolicy;
}

export type EffectNode = TaskNode | EmitNode | ChildNode;

/** Milliseconds; Infinity where there is no limit. */
export interface AttemptTimes {
  readonly startToCloseMs: number;
  readonly scheduleToCloseMs: number;
  readonly scheduleToStartMs: number;
  readonly heartbeatMs: number;
}

export interface UndoNode {
  /** One of the two. */
  readonly activity: string | null;
  readonly workflow: string | null;
  readonly taskQueue: string;
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

export interface MapNode extends CompositeBase {
  readonly type: 'map';
  readonly items: Template;
  /** Items at once; Infinity for all. */
  readonly concurrency: number;
  readonly batchSize: number | null;
  /** How many of so many may fail. */
  readonly tolerate: { readonly kind: 'count' | 'percent'; readonly value: number };
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

export interface ReceiveNode extends NodeBase {
  readonly type: 'receive';
  readonly signal: string;
  readonly key: Template | null;
  readonly timeout: Template | null;
  readonly onTimeout: string | null;
}

export interface ContinueNode extends NodeBase {
  readonly type: 'continueAsNew';
  readonly input: Template | null;
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

export type CompositeNode = SagaNode | ParallelNode | MapNode | TryNode;
export type StepNode =
  | EffectNode
  | CompositeNode
  | ChoiceNode
  | WaitNode
  | ReceiveNode
  | SetNode
  | FailNode
  | SucceedNode
  | ContinueNode;

/** Key of a block in the program. */
export function blockKey(stepId: string, name: string): string {
  return `${stepId}.${name}`;
}

/** Name of a map's block in the program; its frames are named by index. */
export const ITEM = 'item';
export const DEFAULT_CANCEL_TIMEOUT_MS = durationMs(DEFAULT_CANCEL_TIMEOUT);

export function stepNode(program: Program, id: string): StepNode {
  const node = program.steps.get(id);
  if (!node) throw new Error(`no step ${id} in ${program.hash}`);
  return node;
}

/** Of a step with attempts and an effect. */
export function effectNode(program: Program, id: string): EffectNode {
  const node = stepNode(program, id);
  if (!isEffect(node)) throw new Error(`step ${id} has no attempts`);
  return node;
}

export function isEffect(node: StepNode): node is EffectNode {
  return node.type === 'task' || node.type === 'emit' || node.type === 'child';
}

export function compositeNode(program: Program, id: string): CompositeNode {
  const node = stepNode(program, id);
  if (!isComposite(node)) throw new Error(`step ${id} holds no block`);
  return node;
}

function isComposite(node: StepNode): node is CompositeNode {
  return node.type === 'saga' || node.type === 'parallel' || node.type === 'map' || node.type === 'try';
}

/** A branch, or an item: at once with others, so with variables and, in a saga, a ledger of its own (DA1, SG2). */
export function isConcurrent(node: StepNode): boolean {
  return node.type === 'parallel' || node.type === 'map';
}

export function blockNode(program: Program, key: string): BlockNode {
  const node = program.blocks.get(key);
  if (!node) throw new Error(`no block ${key} in ${program.hash}`);
  return node;
}
