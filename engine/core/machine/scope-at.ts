/** What the templates of a place saw in a recorded run: the scope itself, from the state the history gives there. For editors. */
import type { Role } from '../compile/templates.ts';
import type { FrameKey, Recorded } from '../event.ts';
import type { Effect } from '../failure.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { scopeOf, signalScope, stepScope } from './decision.ts';
import { foldHistory } from './evolve.ts';
import { ROOT } from './frames.ts';
import { blockKey, ITEM, type Program } from './program.ts';
import { stepKey } from './random.ts';
import type { RunState } from './state.ts';

export interface PlaceInFlow {
  readonly role: Role;
  /** Of an output, the step that holds the block. */
  readonly step: string | null;
  /** Key of the block in the program; '' is the run. */
  readonly block: string;
  /** Of the key of a signal: which signal. */
  readonly signal?: string | null;
}

export type ScopeAt =
  | {
      readonly ok: true;
      readonly scope: JsonObject;
      /** Epoch ms. */
      readonly at: number;
      /** False: the run did not come to the place itself; this is what its block had in the end. */
      readonly reached: boolean;
    }
  | { readonly ok: false; readonly why: 'notReached' | 'notEnded' | 'noSignal' | 'noTrigger' };

type Entered = Extract<Recorded, { type: 'StepStarted' | 'StepPassed' }>;

/** The latest time the run came there. `history` is all of it, under one definition. */
export function scopeAt(program: Program, history: readonly Recorded[], place: PlaceInFlow): ScopeAt {
  const before = (end: number): RunState => foldHistory(() => program, history.slice(0, end));
  switch (place.role) {
    case 'trigger':
      return { ok: false, why: 'noTrigger' };
    case 'start':
    case 'slot':
      return atStart(history);
    case 'attribute':
    case 'query':
    case 'update':
      return given(before(endOf(history)), ROOT, true);
    case 'signalKey':
      return atSignal(history, place.signal ?? null, before);
    case 'output':
      return atEndOf(history, place.block, before, true);
    default:
      return atStep(history, place, before);
  }
}

type Before = (end: number) => RunState;

function given(state: RunState, frame: FrameKey, reached: boolean, more: JsonObject = {}): ScopeAt {
  if (!state.run || !state.frames[frame]) return { ok: false, why: 'notReached' };
  return { ok: true, scope: { ...scopeOf(state, frame), ...more }, at: state.at, reached };
}

function atStart(history: readonly Recorded[]): ScopeAt {
  const [first] = history;
  if (first?.type !== 'RunStarted') return { ok: false, why: 'notReached' };
  return { ok: true, scope: { input: first.input, config: first.config }, at: first.at, reached: true };
}

function atSignal(history: readonly Recorded[], name: string | null, before: Before): ScopeAt {
  const index = history.findLastIndex((event) => event.type === 'SignalReceived' && event.name === name);
  const event = history[index];
  if (event?.type !== 'SignalReceived') return { ok: false, why: 'noSignal' };
  return given(before(index), ROOT, true, signalScope(event));
}

function atStep(history: readonly Recorded[], place: PlaceInFlow, before: Before): ScopeAt {
  const index = history.findLastIndex((event) => isEntered(event) && event.id === place.step);
  const event = history[index];
  if (!event || !isEntered(event)) return notReached(history, place, before);
  if (place.role === 'with' || place.role === 'step' || event.type === 'StepPassed') {
    const state = before(index);
    return given(state, event.frame, true, place.role === 'with' ? stepScope(stepKey(state.run, event)) : {});
  }
  return atEndOfStep(history, index, event, before);
}

const isEntered = (event: Recorded): event is Entered => event.type === 'StepStarted' || event.type === 'StepPassed';

/** `assign` and the undo see what the step gave. */
function atEndOfStep(history: readonly Recorded[], from: number, entered: Entered, before: Before): ScopeAt {
  const { path, visit } = entered;
  const end = history.findIndex(
    (event, at) =>
      at > from &&
      (event.type === 'StepCompleted' || event.type === 'StepFailed') &&
      event.path === path &&
      event.visit === visit,
  );
  const event = history[end];
  if (event?.type !== 'StepCompleted' && event?.type !== 'StepFailed') return { ok: false, why: 'notEnded' };
  const state = before(end);
  const isDone = event.type === 'StepCompleted';
  const [output, outcome]: readonly [Json, Effect] = isDone ? [event.output, 'done'] : [null, event.outcome];
  const given_ = entered.type === 'StepStarted' && 'with' in entered.detail ? entered.detail.with : null;
  const taken = state.signals.find(({ seq }) => seq === event.signal);
  return given(state, entered.frame, true, {
    ...stepScope(stepKey(state.run, entered), { with: given_, output, outcome }),
    ...(isDone ? { result: output } : {}),
    ...(taken ? signalScope(taken) : {}),
  });
}

/** A step drawn since, or one the run passed by: what its block had in the end is what it could have read. */
function notReached(history: readonly Recorded[], { role, step, block }: PlaceInFlow, before: Before): ScopeAt {
  if (role === 'assign' || role === 'undo') return { ok: false, why: 'notReached' };
  const found = atEndOf(history, block, before, false);
  if (!found.ok || role !== 'with') return found;
  const run = found.scope['run'];
  const key = isObject(run) && typeof run['key'] === 'string' ? run['key'] : '';
  return {
    ...found,
    scope: { ...found.scope, ...stepScope(stepKey({ key, generation: 0 }, { path: step ?? '', visit: 1 })) },
  };
}

function atEndOf(history: readonly Recorded[], block: string, before: Before, reached: boolean): ScopeAt {
  if (block === '') return given(before(endOf(history)), ROOT, reached && endOf(history) < history.length);
  const last = lastIn(history, block);
  if (last === null) return { ok: false, why: 'notReached' };
  const hasEnded = history[last.index]?.type === 'BlockCompleted';
  return given(before(last.index + (hasEnded ? 0 : 1)), last.frame, reached && hasEnded);
}

/** The last thing that happened in a block of that key, and in which of its frames. */
function lastIn(history: readonly Recorded[], block: string): { index: number; frame: FrameKey } | null {
  const frames = new Map<string, FrameKey>();
  let last: { index: number; frame: FrameKey } | null = null;
  for (const [index, event] of history.entries()) {
    const frame = 'frame' in event ? event.frame : 'path' in event ? frames.get(`${event.path}#${event.visit}`) : null;
    if (frame == null || !isFrameOf(frame, block) || event.type === 'BlockFailed') continue;
    if ('frame' in event && 'path' in event) frames.set(`${event.path}#${event.visit}`, frame);
    last = { index, frame };
  }
  return last;
}

/** `items[3].pack#1/body` is a frame of `pack.body`; of a map, `each#1/4` is one of `each.item`. */
function isFrameOf(frame: FrameKey, block: string): boolean {
  const parts = /(?:^|\.)([^.#/]+)#\d+\/([^/]+)$/.exec(frame);
  if (!parts) return false;
  const [, owner = '', name = ''] = parts;
  return blockKey(owner, name) === block || (/^\d+$/.test(name) && blockKey(owner, ITEM) === block);
}

/** Where the run's own block is over. */
function endOf(history: readonly Recorded[]): number {
  const end = history.findIndex(({ type }) => type === 'RunClosing' || type === 'RunEnded');
  return end < 0 ? history.length : end;
}
