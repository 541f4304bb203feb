/**
 * The smallest host there can be, for the core's own tests: virtual time, scripted answers, every answer at once. It also refolds
 * the history after each decision and demands the same state, so that every test is a test of that too.
 */
import { expect } from 'vitest';
import {
  type AttemptResult,
  type AttemptWanted,
  type ChildWanted,
  type EmitWanted,
  type Command,
  compile,
  type CompileResult,
  decide,
  type Failure,
  foldHistory,
  initialState,
  type Json,
  link,
  plan,
  type Program,
  type Recorded,
  type RunState,
  type RunView,
  type SignalCommand,
  type StartCommand,
  viewOf,
} from '../index.ts';

import { advance } from '../machine/advance.ts';
import { Decision } from '../machine/decision.ts';
import { thaw, touchAll } from '../machine/draft.ts';
import { stepKey, undoKey } from '../machine/random.ts';

export type Answer = AttemptResult | 'hang';
/** What is tried: an activity, an emit, a child; with its idempotency key (AT3). */
export type Tried = (AttemptWanted | EmitWanted | ChildWanted) & { readonly key: string };
/** What the world says to an attempt; `hang` leaves it open. */
export type Script = (attempt: Tried) => Answer;

export interface Driven {
  readonly program: Program;
  readonly state: RunState;
  readonly events: readonly Recorded[];
  readonly view: RunView;
  /** `reserve`, `undo reserve`: attempts in the order they were begun. */
  readonly begun: readonly string[];
}

export const done = (output: Json = null): AttemptResult => ({ kind: 'completed', output });
export const failed = (type: string, more: Partial<Failure> = {}): AttemptResult => ({
  kind: 'failed',
  error: { type, message: `${type} happened`, ...more },
});

/** By step id, undos as `id#undo`: a list, one answer an attempt, the last repeating. Default: done. */
export function scripted(answers: Readonly<Record<string, Answer | readonly Answer[]>>): Script {
  return ({ stepId, undo, attempt }) => {
    const given = answers[undo ? `${stepId}#undo` : stepId] ?? done();
    if (!Array.isArray(given)) return given as Answer;
    const list = given as readonly Answer[];
    return list[Math.min(attempt, list.length) - 1] ?? done();
  };
}

export function programOf(document: object): Program {
  const compiled = compileBare(document);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics, null, 1));
  return link(compiled.definition, compiled.hash);
}

/** Null where it does not compile. */
export function programIfCompiles(document: object): Program | null {
  const compiled = compileBare(document);
  return compiled.ok ? link(compiled.definition, compiled.hash) : null;
}

function compileBare(document: object): CompileResult {
  return compile({ format: 'sagaloom/v1', name: 'test', ...document });
}

export class Driver {
  /** The one the run is pinned to by now. */
  program: Program;
  /** What the last update answered. */
  result: Json | undefined;
  state: RunState = initialState();
  readonly events: Recorded[] = [];
  readonly begun: string[] = [];
  now = 1_000_000;
  private readonly seen = new Set<string>();
  readonly script: Script;
  /** By hash all that the run has been of. */
  readonly programs = new Map<string, Program>();

  constructor(program: Program, script: Script = () => done()) {
    this.program = program;
    this.programs.set(program.hash, program);
    this.script = script;
  }

  start(input: Json = {}, more: Partial<StartCommand> = {}): Promise<string | null> {
    return this.send({ type: 'start', runId: 'r1', runKey: 'k1', input, config: {}, by: 'test', ...more });
  }

  /** The reason when it is refused. */
  async send(command: Command, target?: Program): Promise<string | null> {
    const input = { command, at: this.now, seed: 'seed', target };
    const decided = await decide(this.program, frozen(this.state), input);
    if (decided.kind === 'rejected') return decided.reason;
    frozen(decided.events);
    const { programs } = this;
    if (target) programs.set(target.hash, target);
    const refolded = foldHistory((hash) => programs.get(hash) ?? this.program, decided.events, this.state);
    if (this.state.run) expect(refolded).toEqual(decided.state);
    await expectRest(decided.state, programs.get(decided.state.run?.hash ?? '') ?? this.program, this.now);
    this.state = decided.state;
    this.events.push(...decided.events);
    this.result = decided.result;
    const { hash } = decided.state.run ?? this.program;
    this.program = programs.get(hash) ?? this.program;
    return null;
  }

  /** Answers and lets time pass until the world owes nothing more, or until `untilMs` of virtual time have passed. */
  async settle(untilMs = Infinity): Promise<Driven> {
    const end = this.now + untilMs;
    for (let turn = 0; turn < 10_000; turn += 1) {
      if (await this.answerOne()) continue;
      const timer = this.nextTimer();
      if (!timer || timer.at > end) break;
      this.now = Math.max(this.now, timer.at);
      await this.send({ type: 'fireTimer', timer: timer.id });
    }
    return {
      program: this.program,
      state: this.state,
      events: this.events,
      view: viewOf(this.events),
      begun: this.begun,
    };
  }

  private async answerOne(): Promise<boolean> {
    if (await this.tellOne()) return true;
    for (const wanted of this.wanted()) {
      if (this.seen.has(wanted.id)) continue;
      this.seen.add(wanted.id);
      this.begun.push(`${wanted.undo ? 'undo ' : ''}${wanted.stepId}`);
      if (wanted.kind === 'child') await this.childStarted(wanted);
      const result = this.script(wanted);
      if (result !== 'hang') await this.answer(wanted, result);
      return true;
    }
    return false;
  }

  /** Whom the run has to tell is told at once. */
  async tellOne(): Promise<boolean> {
    for (const wanted of plan(this.program, this.state)) {
      if (wanted.kind === 'slot') expect(await this.send({ type: 'admit' })).toBeNull();
      else if (wanted.kind === 'closeChild')
        expect(await this.send({ type: 'childClosed', runId: wanted.runId })).toBeNull();
      else if (wanted.kind === 'nextRun')
        expect(await this.send({ type: 'nextStarted', runId: wanted.next.runId })).toBeNull();
      else continue;
      return true;
    }
    return false;
  }

  childStarted({ path, visit, attempt, undo, runId, workflow }: ChildWanted): Promise<string | null> {
    return this.send({ type: 'childStarted', path, visit, attempt, undo, runId, workflow, hash: 'child' });
  }

  pickedUp({ path, visit, attempt, undo }: Tried): Promise<string | null> {
    return this.send({ type: 'attemptPickedUp', path, visit, attempt, undo });
  }

  answer({ path, visit, attempt, undo }: Tried, result: AttemptResult): Promise<string | null> {
    this.now += 10;
    return this.send({ type: 'attemptEnded', path, visit, attempt, undo, result });
  }

  wanted(): readonly Tried[] {
    return plan(this.program, this.state)
      .filter((effect) => effect.kind === 'attempt' || effect.kind === 'emit' || effect.kind === 'child')
      .map((effect) => ({ ...effect, key: this.keyOf(effect) }));
  }

  private keyOf(effect: AttemptWanted | EmitWanted | ChildWanted): string {
    if (effect.kind === 'emit') return effect.key;
    if (effect.kind === 'attempt' && effect.undoKey !== null) return effect.undoKey;
    return (effect.undo ? undoKey : stepKey)(this.state.run, effect);
  }

  /** A signal from outside; the reason when it is refused. */
  signal(name: string, payload: Json = null, more: Partial<SignalCommand> = {}): Promise<string | null> {
    return this.send({ type: 'signal', name, payload, by: 'test', ...more });
  }

  private nextTimer(): { id: string; at: number } | undefined {
    const timers = plan(this.program, this.state).filter((effect) => effect.kind === 'timer');
    return timers.toSorted((a, b) => a.at - b.at)[0];
  }
}

/** Starts and runs to where nothing goes on by itself. */
export async function drive(document: object, script: Script = () => done(), input: Json = {}): Promise<Driven> {
  const driver = new Driver(programOf(document), script);
  const refused = await driver.start(input);
  if (refused !== null) throw new Error(refused);
  return driver.settle();
}

/** What was not touched had nothing to do: looked at once more, all of it, nothing follows (MA4). */
async function expectRest(state: RunState, program: Program, at: number): Promise<void> {
  const draft = thaw(state);
  touchAll(draft);
  const decision = new Decision(program, draft, { at, seed: '', asked: null });
  await advance(decision);
  expect(decision.events).toEqual([]);
}

/** Whoever changes it in place throws. */
function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}

export const task = (more: object = {}): object => ({ type: 'task', activity: 'act', ...more });
export const undoable = (more: object = {}): object => task({ compensate: { activity: 'undo' }, ...more });

export function typesOf({ events }: Driven): readonly string[] {
  return events.map(({ type }) => type);
}
