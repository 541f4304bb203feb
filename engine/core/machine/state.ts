import type {
  BufferedSignal,
  ChildLink,
  EmitTarget,
  FrameKey,
  LedgerRecord,
  ParentLink,
  Place,
  RunClosing,
  RunStatus,
  SlotRequest,
  UndoStatus,
} from '../event.ts';
import type { Effect, Failure } from '../failure.ts';
import type { Json, JsonObject } from '../json.ts';
import type { StepType } from '../definition/document.ts';
import type { AttemptTimes } from './program.ts';
import type { RetryPolicy } from './retry.ts';

/**
 * The state of a run: plain JSON, a fold over its events, never changed in place once given out. Values that users made (outputs,
 * inputs) are shared, not copied. `Draft` is the same while it is being folded.
 */
export interface RunState {
  readonly v: 2;
  /** Number of the last event folded; 0 before the first. */
  readonly seq: number;
  /** Epoch ms of the last event. */
  readonly at: number;
  readonly run: RunInfo | null;
  readonly status: RunStatus;
  readonly ended: boolean;
  readonly undo: UndoStatus;
  /** What unwinds the run from outside, once asked for. */
  readonly unwinding: Failure | null;
  readonly frames: Readonly<Record<FrameKey, Frame>>;
  readonly active: Readonly<Record<PlaceKey, ActiveStep>>;
  readonly visits: Readonly<Record<string, number>>;
  /** By block what is `steps.ID` in scope there: latest visit (DA2). */
  readonly outputs: Readonly<Record<FrameKey, JsonObject>>;
  /** Steps and undos that wait for a person. */
  readonly stuck: number;
  /** Places whose undoing was given up: skipped, failed, aborted. */
  readonly left: readonly Place[];
  readonly paused: boolean;
  /** False while it waits for a slot of its concurrency key. */
  readonly admitted: boolean;
  /** LI1. In the order they came. */
  readonly signals: readonly BufferedSignal[];
  /** Dedupe ids of the signals and updates so far; of an update with what was answered. */
  readonly seen: Readonly<Record<string, Json>>;
  /** Child runs that may still be open, by run id. */
  readonly children: Readonly<Record<string, ChildLink>>;
  readonly attributes: JsonObject;
  /** It is over, and others have yet to be told. */
  readonly closing: Closing | null;
}

/** What `RunEnded` will say, and who has yet to be told. */
export interface Closing extends Omit<RunClosing, 'type'> {
  readonly nextStarted: boolean;
}

export interface RunInfo {
  readonly id: string;
  readonly key: string;
  readonly workflow: string;
  readonly hash: string;
  readonly seed: string;
  readonly startedAt: number;
  readonly deadline: number | null;
  readonly input: Json;
  readonly config: JsonObject;
  /** 0, and one more with each `continueAsNew`: part of `step.key`. */
  readonly generation: number;
  readonly parent: ParentLink | null;
  readonly slot: SlotRequest | null;
  /** Of a fork: how attempts are answered. */
  readonly mocks: JsonObject | null;
  /** Whether a reset has carried entries over. */
  readonly carries: boolean;
  /** RN9. Ids of steps before which it pauses; absent where there are none. */
  readonly breakpoints?: readonly string[];
}

/** `path#visit`. */
export type PlaceKey = string;

/** Asked for the same place many times in a row, and to make and look up a string anew each time costs more than all else of it. */
export function placeKey({ path, visit }: Place): PlaceKey {
  if (path === lastPath && visit === lastVisit) return lastKey;
  lastPath = path;
  lastVisit = visit;
  lastKey = `${path}#${visit}`;
  return lastKey;
}

let lastPath = '';
let lastVisit = 0;
let lastKey: PlaceKey = '#0';

/** A block being run. It holds one step at a time. */
export interface Frame {
  readonly key: FrameKey;
  /** Key of the block in the program: `''`, `saga`, `both.left`, `t.finally`. */
  readonly block: string;
  /** Name of the block in its owner: `body`, a branch, `finally`, the index of an item. */
  readonly name: string;
  /** Before the id of a step in its path: ``, or `items[3].`. */
  readonly prefix: string;
  /** The item of a map that it runs for. */
  readonly item: { readonly value: Json; readonly index: number } | null;
  readonly owner: PlaceKey | null;
  readonly parent: FrameKey | null;
  readonly phase: FramePhase;
  /** Set when it must end with this failure as soon as its step has ended. */
  readonly closing: Failure | null;
  /** Variables, where the frame opens a scope (DA1); else null. */
  readonly vars: JsonObject | null;
  /** Output of the step that ended last. */
  readonly last: Json;
  /** The error caught last: `error` in scope. */
  readonly error: Failure | null;
  /** SG2. Null where entries go to the nearest ledger outside. */
  readonly ledger: readonly LedgerEntry[] | null;
  /** SG6. A pivot in it, or in a block of it, is behind: nothing is undone any more, and nothing may fail. */
  readonly committed: boolean;
}

export type FramePhase =
  /** `paused`: it has paused before this visit (RN9), and does not again. */
  | { readonly kind: 'enter'; readonly step: string; readonly paused?: true }
  | { readonly kind: 'step'; readonly place: PlaceKey }
  /** The last step is done; the block's output is to be evaluated. */
  | { readonly kind: 'end' }
  /** Failed; what its ledger still holds is to be undone first. */
  | { readonly kind: 'closed'; readonly error: Failure }
  | {
      readonly kind: 'undoing';
      readonly error: Failure;
      readonly policy: UndoPolicy;
      readonly stopped: 'no' | 'failed' | 'aborted';
    }
  | { readonly kind: 'completed'; readonly output: Json };

export interface UndoPolicy {
  readonly order: 'reverse' | 'parallel';
  readonly onFailure: 'suspend' | 'continue' | 'fail';
}

export interface LedgerEntry extends Place {
  readonly stepId: string;
  /** Event number at which the step ended: the order of completion. */
  readonly seq: number;
  readonly outcome: LedgerRecord['outcome'];
  readonly undo: LedgerRecord['undo'];
  readonly key: string;
  readonly status: UndoEntryStatus;
  readonly attempt: number;
  readonly counts: readonly number[];
  /** Epoch ms at which this attempt began, or the next is due. */
  readonly since: number;
  /** When the first attempt began: schedule-to-close counts from here. */
  readonly scheduledAt: number;
  readonly error: Failure | null;
  readonly progress: Progress;
  /** How it is undone, where the definition it was recorded under is not that of the run any more. */
  readonly frozen: FrozenUndo | null;
  /** Of one that a reset carried over (LI4): the blocks it belongs to, innermost first, whether they are begun here or not. */
  readonly home: readonly FrameKey[] | null;
}

/** What is known of an open attempt beyond that it began. */
export interface Progress {
  /** Epoch ms at which a worker took it; null where that is not recorded. */
  readonly pickedUp: number | null;
  /** Details of the last heartbeat of the attempt before. */
  readonly heartbeat: Json;
  /** The child run it started. */
  readonly child: string | null;
}

export const noProgress: Progress = { pickedUp: null, heartbeat: null, child: null };

/** An `UndoNode` as JSON: null is without limit. */
export interface FrozenUndo {
  readonly activity: string | null;
  readonly workflow: string | null;
  readonly taskQueue: string;
  readonly retry: readonly RetryPolicy[];
  readonly times: { readonly [K in keyof AttemptTimes]: number | null };
}

export type UndoEntryStatus = 'recorded' | 'running' | 'backoff' | 'stuck' | 'done' | 'failed' | 'skipped';

export type ActiveStep = ActiveTask | ActiveWait | ActiveReceive | ActiveComposite | ActiveNothing;

interface ActiveBase extends Place {
  readonly id: string;
  readonly type: StepType;
  readonly frame: FrameKey;
  readonly startedAt: number;
  /** It is to end as cancelled; epoch ms at which nobody waits for it any longer, or `NEVER`. */
  readonly cancelBy: number | null;
}

/** A moment that does not come. */
export const NEVER = Number.MAX_SAFE_INTEGER;

/** A step with attempts and an effect: task, emit, child. */
export interface ActiveTask extends ActiveBase {
  readonly kind: 'task';
  readonly work: Work;
  readonly with: Json;
  readonly phase: 'running' | 'backoff' | 'stuck';
  readonly attempt: number;
  /** Epoch ms at which this attempt began, or the next is due. */
  readonly since: number;
  /** Failures counted by each retry rule. */
  readonly counts: readonly number[];
  /** The strongest of the ended attempts (AT2). */
  readonly outcome: Effect;
  readonly error: Failure | null;
  readonly progress: Progress;
}

export type Work =
  | { readonly kind: 'activity'; readonly activity: string }
  | { readonly kind: 'emit'; readonly target: EmitTarget }
  | { readonly kind: 'child'; readonly workflow: string };

export interface ActiveWait extends ActiveBase {
  readonly kind: 'wait';
  readonly until: number;
}

export interface ActiveReceive extends ActiveBase {
  readonly kind: 'receive';
  readonly signal: string;
  /** Absent: any. */
  readonly key?: Json;
  readonly until: number | null;
}

export interface ActiveComposite extends ActiveBase {
  readonly kind: 'composite';
  readonly phase: 'running' | 'backoff' | 'finally';
  readonly attempt: number;
  readonly counts: readonly number[];
  /** Epoch ms of the next attempt in `backoff`. */
  readonly since: number;
  readonly deadline: number | null;
  readonly frames: readonly FrameKey[];
  /** What went wrong first. */
  readonly error: Failure | null;
  /** Output of the body, kept while `finally` runs. */
  readonly output: Json;
  /** `finally` runs because a `succeed` in the body ends the run. */
  readonly succeeds: boolean;
  readonly map: MapProgress | null;
}

/** Blocks of items that are over are forgotten: only their results stay. */
export interface MapProgress {
  readonly items: readonly Json[];
  /** Items begun: the index of the next. */
  readonly begun: number;
  /** By index; null for one that failed, and until it has ended. */
  readonly results: readonly Json[];
  readonly failed: number;
  /** Failed as well, and being undone. */
  readonly failing: number;
  /** No more are begun. */
  readonly halted: boolean;
  /** Its own time limit ended it. */
  readonly timedOut: boolean;
}

/** Between StepStarted and StepFailed of one append; or stuck past the pivot with this error (SG6), whatever it was before. */
export interface ActiveNothing extends ActiveBase {
  readonly kind: 'none';
  readonly error: Failure | null;
}

export function initialState(): RunState {
  return {
    v: 2,
    seq: 0,
    at: 0,
    run: null,
    status: 'running',
    ended: false,
    undo: 'none',
    unwinding: null,
    frames: {},
    active: {},
    visits: {},
    outputs: {},
    stuck: 0,
    left: [],
    paused: false,
    admitted: true,
    signals: [],
    seen: {},
    children: {},
    attributes: {},
    closing: null,
  };
}

/** What reads a state reads a draft as well. */
export type Readable = Pick<RunState, 'frames' | 'active'>;

/** A frame that a state names is there; anything else is a bug. */
export function frameOf(state: Readable, key: FrameKey): Frame {
  const frame = state.frames[key];
  if (!frame) throw new Error(`no frame ${key}`);
  return frame;
}

export function activeAt<K extends ActiveStep['kind']>(
  state: Readable,
  place: Place,
  kind: K,
): Extract<ActiveStep, { kind: K }> {
  const step = state.active[placeKey(place)];
  if (step?.kind !== kind) throw new Error(`no active ${kind} at ${placeKey(place)}`);
  return step as Extract<ActiveStep, { kind: K }>;
}

/** The frame whose ledger takes the entries of this frame's steps. */
export function ledgerFrame(state: Readable, key: FrameKey): Frame {
  let frame = frameOf(state, key);
  while (frame.ledger === null && frame.parent !== null) frame = frameOf(state, frame.parent);
  return frame;
}

/** The frame that holds the variables a step of this frame assigns. */
export function scopeFrame(state: Readable, key: FrameKey): Frame {
  let frame = frameOf(state, key);
  while (frame.vars === null && frame.parent !== null) frame = frameOf(state, frame.parent);
  return frame;
}

/** SG6. Whether the pivot of a saga around this frame is behind. */
export function isCommitted(state: Readable, key: FrameKey): boolean {
  for (let frame: Frame | undefined = state.frames[key]; frame; frame = parentOf(state, frame)) {
    if (frame.committed) return true;
  }
  return false;
}

export function parentOf(state: Readable, frame: Frame): Frame | undefined {
  return frame.parent === null ? undefined : state.frames[frame.parent];
}

/** A step that waits for a person. */
export function isStuck(step: ActiveStep | undefined): step is ActiveTask | ActiveNothing {
  return step?.kind === 'task' ? step.phase === 'stuck' : step?.kind === 'none' && step.error !== null;
}

/** Entries that an undoing has yet to settle. */
export function unsettled(frame: Frame): readonly LedgerEntry[] {
  return (frame.ledger ?? []).filter((entry) => !isSettled(entry));
}

export function isSettled(entry: LedgerEntry): boolean {
  return entry.status === 'done' || entry.status === 'failed' || entry.status === 'skipped';
}
