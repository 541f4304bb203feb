import type { AttemptResult, Command } from '../core/command.ts';
import type { WantedEffect } from '../core/effect.ts';
import type { Place, Recorded, SignalReceived } from '../core/event.ts';
import {
  decide,
  type Definition,
  foldHistory,
  initialState,
  link,
  plan,
  type Program,
  type RunState,
} from '../core/index.ts';

/**
 * Whether a definition would have decided as a recorded history says. What the world answered is taken from the history, what
 * follows from it is decided anew, and both are compared event by event.
 */
export type Replayed =
  | { readonly kind: 'same'; readonly events: number }
  /** An attempt was done, but its step failed or was cancelled all the same: what it answered is not recorded, and so cannot be decided on anew. */
  | { readonly kind: 'unclear'; readonly at: number; readonly message: string }
  | {
      readonly kind: 'diverges';
      /** Number of the first event that is not what the definition would record. */
      readonly at: number;
      /** Null: the history ends there, and the definition would go on. */
      readonly recorded: Recorded | null;
      /** What it would record instead; null: it has nothing to do with that event there. */
      readonly instead: Recorded | null;
      /** One plain sentence. */
      readonly message: string;
    };

/** `definition` as `compile` gave it. The history is that of one run, from its first event; it need not have ended. */
export async function replay(definition: Definition, history: readonly Recorded[]): Promise<Replayed> {
  const [first] = history;
  if (first?.type !== 'RunStarted') throw new Error('a history begins with RunStarted');
  const program = link(definition, first.hash); // so that only what it does is compared, not what it is
  let state = initialState();
  for (let done = 0; done < history.length;) {
    const step = await nextStep(program, state, history, done);
    if (step.kind !== 'decided') return step;
    state = step.state;
    done = state.seq;
  }
  return { kind: 'same', events: history.length };
}

type Step = { readonly kind: 'decided'; readonly state: RunState } | Exclude<Replayed, { readonly kind: 'same' }>;

/** Of the commands that could have led to the next event the one that led furthest. */
async function nextStep(program: Program, state: RunState, history: readonly Recorded[], done: number): Promise<Step> {
  const event = history[done];
  if (!event) throw new Error('the history is over');
  let best: { readonly same: number; readonly events: readonly Recorded[] } = { same: -1, events: [] };
  for (const command of causesOf(program, state, event, history)) {
    const seed = event.type === 'RunStarted' ? event.seed : '';
    const decided = await decide(program, state, { command, at: event.at, seed, target: program });
    if (decided.kind === 'rejected' || decided.events.length === 0) continue;
    const same = sameLength(decided.events, history, done);
    if (same === decided.events.length) return { kind: 'decided', state: decided.state };
    if (same > 0 && isCut(history, done + same))
      return { kind: 'decided', state: foldHistory(() => program, history.slice(0, done + same)) };
    if (same > best.same) best = { same, events: decided.events };
  }
  if (isLost(event) && answers(plan(program, state), event).length > 0) return unclear(event);
  const at = done + Math.max(best.same, 0);
  return divergence(program, state, {
    at,
    recorded: history[at] ?? null,
    instead: best.events[Math.max(best.same, 0)] ?? null,
  });
}

/** LI4. What follows is of another run: a reset or a fork may be to an event within a decision. */
function isCut(history: readonly Recorded[], at: number): boolean {
  return history[at]?.type === 'RunBranched';
}

function sameLength(decided: readonly Recorded[], history: readonly Recorded[], done: number): number {
  const different = decided.findIndex((event, i) => !isSame(event, history[done + i]));
  return different === -1 ? decided.length : different;
}

function isSame(decided: Recorded, recorded: Recorded | undefined): boolean {
  return recorded !== undefined && canonical(decided) === canonical(recorded);
}

/** Who asked, and why, is not the definition's. */
function canonical(event: Recorded): string {
  return JSON.stringify(event, (name, value: unknown) => {
    if (name === 'by' || name === 'why') return undefined;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** Of an attempt that was done, though its step did not end well: the result is in no event. */
function isLost(event: Recorded): boolean {
  return event.type === 'StepFailed' || event.type === 'StepStuck' || event.type === 'StepCancelled';
}

function unclear(event: Recorded): Step {
  const message = `Event ${event.seq}, ${nameOf(event)}, follows from a result that the history does not hold.`;
  return { kind: 'unclear', at: event.seq, message };
}

interface Difference {
  readonly at: number;
  readonly recorded: Recorded | null;
  readonly instead: Recorded | null;
}

function divergence(program: Program, state: RunState, { at, recorded, instead }: Difference): Step {
  const said = recorded ? `Event ${at + 1} is ${nameOf(recorded)}` : `The history ends after event ${at}`;
  const wants = plan(program, state).map(({ id }) => id);
  const otherwise = wants.length > 0 ? `it waits for ${wants.join(', ')}` : 'it waits for nothing';
  const message = `${said}; the definition would ${instead ? insteadOf(recorded, instead) : `not: ${otherwise}`}.`;
  return { kind: 'diverges', at: at + 1, recorded, instead, message };
}

/** Of two events of the same name the first member that tells them apart. */
function insteadOf(recorded: Recorded | null, instead: Recorded): string {
  const isSameName = recorded !== null && nameOf(recorded) === nameOf(instead);
  const differs = isSameName ? firstUnlike(recorded, instead) : null;
  if (differs === null) return `record ${nameOf(instead)}`;
  const { path, one, other } = differs;
  return `record it with another ${path}: ${shortened(other)} instead of ${shortened(one)}`;
}

interface Unlike {
  /** `detail.until` */
  readonly path: string;
  readonly one: unknown;
  readonly other: unknown;
}

function firstUnlike(one: unknown, other: unknown, path = ''): Unlike | null {
  if (!isParted(one) || !isParted(other) || Array.isArray(one) !== Array.isArray(other))
    return one === other ? null : { path, one, other };
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  for (const name of names) {
    if (name === 'by' || name === 'why') continue; // see `canonical`
    const unlike = firstUnlike(one[name], other[name], path === '' ? name : `${path}.${name}`);
    if (unlike !== null) return unlike;
  }
  return null;
}

const isParted = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const LONGEST_SHOWN = 60;

function shortened(value: unknown): string {
  const text = value === undefined ? 'none' : JSON.stringify(value);
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN - 1)}…` : text;
}

function nameOf(event: Recorded): string {
  return 'path' in event ? `${event.type} of ${event.path} (visit ${event.visit})` : event.type;
}

/** What may have been asked of the run when it recorded this event. */
function causesOf(
  program: Program,
  state: RunState,
  event: Recorded,
  history: readonly Recorded[],
): readonly Command[] {
  const wanted = plan(program, state);
  const due = wanted.filter((effect) => effect.kind === 'timer').filter(({ at }) => at <= event.at);
  const timers = due.map(({ id }) => ({ type: 'fireTimer', timer: id }) as const);
  return [...asked(event, history), ...answers(wanted, event), ...timers];
}

function asked(event: Recorded, history: readonly Recorded[]): readonly Command[] {
  const { by = 'replay', why } = event;
  switch (event.type) {
    case 'RunStarted': {
      const { runId, runKey, input, config, traceparent, parent, breakpoints, continued, slot } = event;
      return [{ type: 'start', runId, runKey, input, config, by, traceparent, parent, breakpoints, continued, slot }];
    }
    case 'RunBranched': {
      const { kind, from, runId, runKey, entries, children, mocks } = event;
      const signals = cameAgain(history.slice(event.seq));
      return [{ type: 'branch', kind, from, runId, runKey, entries, children, signals, mocks, by, why }];
    }
    case 'DefinitionMigrated':
      return [{ type: 'migrate', hash: event.hash, by, why }];
    case 'SignalReceived': {
      const { name, payload, key, id } = event;
      if (event.again !== undefined) return []; // with the branch
      return [{ type: 'signal', name, payload, key, ...(id === null ? {} : { id }), by, why }];
    }
    case 'UpdateApplied': {
      const { name, input, id } = event;
      return [{ type: 'update', name, input, ...(id === null ? {} : { id }), by, why }];
    }
    case 'RunAdmitted':
      return [{ type: 'admit' }];
    case 'RunPaused':
      return event.breakpoint ? [] : [{ type: 'pause', by, why }]; // at a breakpoint it pauses by itself
    case 'RunResumed':
      return [{ type: 'resume', by, why }];
    case 'CancelRequested':
      return [{ type: 'cancel', by, why }];
    case 'AttemptPickedUp':
    case 'ChildStarted':
      return [progressed(event)];
    case 'ChildClosed':
      return [{ type: 'childClosed', runId: event.runId }];
    case 'NextStarted':
      return [{ type: 'nextStarted', runId: event.runId }];
    case 'RunClosing':
    case 'RunEnded':
      return ending(event, history);
    default:
      return 'path' in event ? byHand(event) : [];
  }
}

/** LI4. What the branch itself brought, as it had come to the other run. */
function cameAgain(events: readonly Recorded[]): readonly Recorded<SignalReceived>[] {
  const [first, ...rest] = events;
  if (first?.type !== 'SignalReceived' || first.again === undefined) return [];
  return [{ ...first, seq: first.again }, ...cameAgain(rest)];
}

function progressed(event: Extract<Recorded, { type: 'AttemptPickedUp' | 'ChildStarted' }>): Command {
  const { path, visit, attempt, undo } = event;
  if (event.type === 'AttemptPickedUp') return { type: 'attemptPickedUp', path, visit, attempt, undo };
  const { runId, workflow, hash } = event;
  return { type: 'childStarted', path, visit, attempt, undo, runId, workflow, hash };
}

function ending(
  event: Extract<Recorded, { type: 'RunClosing' | 'RunEnded' }>,
  history: readonly Recorded[],
): readonly Command[] {
  const { by = 'replay', why } = event;
  const next = event.type === 'RunClosing' ? event.next : null;
  if (next?.kind !== 'reset') return [{ type: 'terminate', by, why }];
  const { to, runId } = next;
  return [{ type: 'reset', to, runId, beyond: history.slice(to, event.seq - 1), by, why }];
}

/** What a person decides of a step that is stuck. */
function byHand({ path, visit, ...event }: Recorded & Place): readonly Command[] {
  const { by = 'replay', why } = event;
  const place = { path, visit, by, why };
  switch (event.type) {
    case 'StepCompleted':
      if (event.manual === 'skipped') return [{ type: 'skipStep', ...place }];
      return event.manual === 'completed' ? [{ type: 'completeStep', output: event.output, ...place }] : [];
    case 'AttemptStarted':
      return [{ type: event.undo ? 'undoRetry' : 'retryStep', ...place }];
    case 'UndoSkipped':
      return [{ type: 'undoSkip', ...place }];
    case 'CompensationAborted':
      return [{ type: 'undoAbort', ...place }];
    default:
      return [];
  }
}

/** What the world may have said of an attempt that is under way there. */
function answers(wanted: readonly WantedEffect[], event: Recorded): readonly Command[] {
  const result = answerIn(event);
  if (result === null || !('path' in event)) return [];
  return wanted.flatMap((effect) => {
    if (effect.kind !== 'attempt' && effect.kind !== 'emit' && effect.kind !== 'child') return [];
    const { path, visit, attempt, undo } = effect;
    if (path !== event.path || visit !== event.visit) return [];
    return [{ type: 'attemptEnded', path, visit, attempt, undo, result } as const];
  });
}

function answerIn(event: Recorded): AttemptResult | null {
  switch (event.type) {
    case 'StepCompleted':
    case 'UndoCompleted':
      return { kind: 'completed', output: event.output };
    case 'AttemptFailed': {
      const { error, effect, heartbeat } = event;
      return { kind: 'failed', error, effect, ...(heartbeat === undefined ? {} : { heartbeat }) };
    }
    case 'StepFailed':
    case 'StepStuck':
    case 'StepCancelled':
      return { kind: 'completed', output: null }; // see `isLost`
    default:
      return null;
  }
}
