import type { FrameKey, LedgerRecord, Place, RunStatus, UndoStatus } from '../event.ts';
import type { Effect, Failure } from '../failure.ts';
import type { Json, JsonObject } from '../json.ts';
import type { StepType } from '../definition/document.ts';

/**
 * The state of a run: plain JSON, a fold over its events, never changed in place. Values that users made (outputs, inputs) are
 * shared, not copied.
 */
export interface RunState {
  readonly v: 1;
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
  /** Steps and undos that wait for a person. */
  readonly stuck: number;
  /** Places whose undoing was given up: skipped, failed, aborted. */
  readonly left: readonly Place[];
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
}

/** `path#visit`. */
export type PlaceKey = string;

export function placeKey({ path, visit }: Place): PlaceKey {
  return `${path}#${visit}`;
}

/** A block being run. It holds one step at a time. */
export interface Frame {
  readonly key: FrameKey;
  /** Key of the block in the program: `''`, `saga`, `both.left`, `t.finally`. */
  readonly block: string;
  /** Name of the block in its owner: `body`, a branch, `finally`. */
  readonly name: string;
  readonly owner: PlaceKey | null;
  readonly parent: FrameKey | null;
  readonly phase: FramePhase;
  /** Set when it must end with this failure as soon as its step has ended. */
  readonly closing: Failure | null;
  /** Variables, where the frame opens a scope (DA1); else null. */
  readonly vars: JsonObject | null;
  /** `steps.ID` in scope: latest visit (DA2). */
  readonly outputs: JsonObject;
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
  | { readonly kind: 'enter'; readonly step: string }
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
}

export type UndoEntryStatus = 'recorded' | 'running' | 'backoff' | 'stuck' | 'done' | 'failed' | 'skipped';

export type ActiveStep = ActiveTask | ActiveWait | ActiveComposite | ActiveNothing;

interface ActiveBase extends Place {
  readonly id: string;
  readonly type: StepType;
  readonly frame: FrameKey;
  readonly startedAt: number;
  /** It is to end as cancelled; epoch ms at which nobody waits for it any longer. */
  readonly cancelBy: number | null;
}

export interface ActiveTask extends ActiveBase {
  readonly kind: 'task';
  readonly activity: string;
  readonly with: Json;
  readonly key: string;
  readonly phase: 'running' | 'backoff' | 'stuck';
  readonly attempt: number;
  /** Epoch ms at which this attempt began, or the next is due. */
  readonly since: number;
  /** Failures counted by each retry rule. */
  readonly counts: readonly number[];
  /** The strongest of the ended attempts (AT2). */
  readonly outcome: Effect;
  readonly error: Failure | null;
}

export interface ActiveWait extends ActiveBase {
  readonly kind: 'wait';
  readonly until: number;
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
}

/** Between StepStarted and StepFailed of one append; or stuck past the pivot with this error (SG6), whatever it was before. */
export interface ActiveNothing extends ActiveBase {
  readonly kind: 'none';
  readonly error: Failure | null;
}

export function initialState(): RunState {
  return {
    v: 1,
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
    stuck: 0,
    left: [],
  };
}

export function withFrame(state: RunState, frame: Frame): RunState {
  return { ...state, frames: { ...state.frames, [frame.key]: frame } };
}

export function withActive(state: RunState, step: ActiveStep): RunState {
  return { ...state, active: { ...state.active, [placeKey(step)]: step } };
}

export function withoutActive(state: RunState, place: Place): RunState {
  const { [placeKey(place)]: _, ...active } = state.active;
  return { ...state, active };
}

/** A frame that a state names is there; anything else is a bug. */
export function frameOf(state: RunState, key: FrameKey): Frame {
  const frame = state.frames[key];
  if (!frame) throw new Error(`no frame ${key}`);
  return frame;
}

export function activeAt<K extends ActiveStep['kind']>(
  state: RunState,
  place: Place,
  kind: K,
): Extract<ActiveStep, { kind: K }> {
  const step = state.active[placeKey(place)];
  if (step?.kind !== kind) throw new Error(`no active ${kind} at ${placeKey(place)}`);
  return step as Extract<ActiveStep, { kind: K }>;
}

/** The frame whose ledger takes the entries of this frame's steps. */
export function ledgerFrame(state: RunState, key: FrameKey): Frame {
  let frame = frameOf(state, key);
  while (frame.ledger === null && frame.parent !== null) frame = frameOf(state, frame.parent);
  return frame;
}

/** The frame that holds the variables a step of this frame assigns. */
export function scopeFrame(state: RunState, key: FrameKey): Frame {
  let frame = frameOf(state, key);
  while (frame.vars === null && frame.parent !== null) frame = frameOf(state, frame.parent);
  return frame;
}

/** SG6. Whether the pivot of a saga around this frame is behind. */
export function isCommitted(state: RunState, key: FrameKey): boolean {
  for (let frame: Frame | undefined = state.frames[key]; frame; frame = parentOf(state, frame)) {
    if (frame.committed) return true;
  }
  return false;
}

export function parentOf(state: RunState, frame: Frame): Frame | undefined {
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
