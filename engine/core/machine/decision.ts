import type { Asked } from '../command.ts';
import type { BufferedSignal, FrameKey, Recorded, RunEvent } from '../event.ts';
import { type Entropy, type Evaluated, evaluateTemplate, type Template } from '../expression/index.ts';
import type { Effect, Failure } from '../failure.ts';
import { type Json, type JsonObject, put } from '../json.ts';
import type { Draft, Mutable } from './draft.ts';
import { apply } from './evolve.ts';
import type { Eventually } from './eventually.ts';
import { isFinally } from './frames.ts';
import type { Assignment, Program } from './program.ts';
import { type Frame, parentOf, type Readable, type RunState } from './state.ts';

/**
 * One decision under way: the events so far, and the state they give. The only mutable thing in the core, and it lives no longer
 * than one call of `decide`.
 */
export class Decision {
  /** Another one once the run has migrated. */
  program: Program;
  readonly at: number;
  /** Time of the last event before this decision. */
  readonly before: number;
  readonly events: Recorded[] = [];
  readonly state: Draft;
  /** Turns that `advance` has taken. */
  turns = 0;
  /** The block that `advance` is busy with. */
  focus: FrameKey | null = null;
  /** The variables of the run that its search attributes were last evaluated for. */
  attributesFor: JsonObject | null | undefined;
  private readonly seed: string;
  private asked: Asked | null;

  constructor(program: Program, state: Draft, input: { at: number; seed: string; asked: Asked | null }) {
    this.program = program;
    this.state = state;
    this.before = state.at;
    this.attributesFor = state.frames['']?.vars;
    this.at = Math.max(input.at, state.at); // `at` never goes back within a run
    this.seed = input.seed;
    this.asked = input.asked;
  }

  /** The first event carries who asked and why. The object given is taken over, not copied: it is made for this. */
  emit(event: RunEvent): void {
    const recorded = event as Mutable<Recorded>;
    recorded.seq = this.state.seq + 1;
    recorded.at = this.at;
    if (this.asked !== null) this.tellWho(recorded, this.asked);
    this.events.push(recorded);
    apply(this.program, this.state, recorded);
  }

  private tellWho(recorded: Mutable<Recorded>, { by, why }: Asked): void {
    this.asked = null;
    recorded.by = by;
    if (why !== undefined) recorded.why = why;
  }

  /** DA4. Derived from the run and the event about to be recorded, never from the wall clock. */
  entropy(): Entropy {
    const run = this.state.run;
    return { nowMs: this.at, seed: `${run?.seed ?? this.seed}:${this.state.seq + 1}` };
  }

  evaluate(template: Template, frame: FrameKey, more: JsonObject = {}): Eventually<Evaluated> {
    if (template.kind === 'literal') return { ok: true, value: template.value }; // most are: no scope is made for them
    return evaluateTemplate(template, { ...scopeOf(this.state, frame), ...more }, this.entropy());
  }

  /** All of them see the variables as they were. */
  async assign(assignments: readonly Assignment[], frame: FrameKey, more: JsonObject): Promise<Assigned> {
    const assigned: Record<string, Json> = {};
    for (const [name, template] of assignments) {
      const value = await this.evaluate(template, frame, more);
      if (!value.ok) return value;
      put(assigned, name, value.value);
    }
    return { ok: true, assigned };
  }
}

export type Assigned =
  | { readonly ok: true; readonly assigned: JsonObject }
  | { readonly ok: false; readonly error: Failure };

type Scoped = Pick<RunState, 'run' | 'frames' | 'active' | 'outputs'>;

/** What an expression of this block sees: DA1, DA2. */
export function scopeOf(state: Scoped, key: FrameKey): JsonObject {
  const { run } = state;
  if (!run) return {};
  const chain = framesAround(state, key);
  return {
    input: run.input,
    config: run.config,
    vars: mergeOutward(chain, (frame) => frame.vars),
    steps: mergeOutward(chain, (frame) => state.outputs[frame.key] ?? null),
    run: {
      id: run.id,
      key: run.key,
      workflow: run.workflow,
      hash: run.hash,
      startedAt: new Date(run.startedAt).toISOString(),
    },
    ...errorIn(state, chain),
    ...itemIn(chain),
  };
}

/** Innermost last. */
function framesAround(state: Readable, key: FrameKey): readonly Frame[] {
  const chain: Frame[] = [];
  for (let frame = state.frames[key]; frame; frame = parentOf(state, frame)) chain.unshift(frame);
  return chain;
}

function mergeOutward(chain: readonly Frame[], part: (frame: Frame) => JsonObject | null): JsonObject {
  const parts = chain.map(part).filter((p) => p !== null && Object.keys(p).length > 0);
  return parts.length === 1 && parts[0] ? parts[0] : Object.fromEntries(parts.flatMap((p) => Object.entries(p ?? {})));
}

/** What was caught last; in `finally`, what it runs after, if anything. */
function errorIn(state: Readable, chain: readonly Frame[]): JsonObject {
  const error = chain.findLast((frame) => frame.error !== null || isFinally(state, frame))?.error;
  return error ? { error: failureJson(error) } : {};
}

/** Of the innermost map around. */
function itemIn(chain: readonly Frame[]): JsonObject {
  const item = chain.findLast((frame) => frame.item !== null)?.item;
  return item ? { item: item.value, index: item.index } : {};
}

/** An error as an expression sees it. */
export function failureJson(error: Failure): JsonObject {
  const { type, message, details, cause } = error;
  return {
    type,
    message,
    ...(details === undefined ? {} : { details }),
    ...(cause === undefined ? {} : { cause: failureJson(cause) }),
  };
}

/** What an undo's template and a step's own see as `step`. */
export function stepScope(key: string, ended?: { with: Json; output: Json; outcome: Effect }): JsonObject {
  return { step: ended ? { key, with: ended.with, output: ended.output, outcome: ended.outcome } : { key } };
}

/** What `assign` of the receive sees. */
export function signalScope({ name, payload, key, id, at }: BufferedSignal): JsonObject {
  return { signal: { name, payload, key, id, at: new Date(at).toISOString() } };
}
