/**
 * A state while it is being folded. It belongs to one decision or one fold, which changes it in place: to copy the blocks of a
 * fan-out of a hundred for each of its events would make it quadratic. Frames, steps and entries in it are replaced, never changed.
 */
import type { ChildLink, FrameKey, Place } from '../event.ts';
import { type Json, put } from '../json.ts';
import { type ActiveStep, type Frame, type PlaceKey, placeKey, type RunState } from './state.ts';

export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export interface Draft extends Omit<Mutable<RunState>, Kept> {
  readonly frames: Record<FrameKey, Frame>;
  active: Record<PlaceKey, ActiveStep>;
  readonly visits: Record<string, number>;
  readonly outputs: Record<FrameKey, Record<string, Json>>;
  readonly seen: Record<string, Json>;
  readonly children: Record<string, ChildLink>;
  readonly touched: Touched;
}

/** What changed, and so may have something to do now: `advance` looks at nothing else. In the order they changed. */
interface Touched {
  readonly frames: Set<FrameKey>;
  readonly steps: Set<PlaceKey>;
  /** How many steps are active. */
  open: number;
}

/** What grows with the run, and so is never copied for one event. */
type Kept = 'frames' | 'active' | 'visits' | 'outputs' | 'seen' | 'children';

export function thaw(state: RunState): Draft {
  const touched: Touched = { frames: new Set(), steps: new Set(), open: Object.keys(state.active).length };
  const copy = {
    ...state,
    frames: { ...state.frames },
    active: { ...state.active },
    visits: { ...state.visits },
    outputs: Object.fromEntries(Object.entries(state.outputs).map(([key, outputs]) => [key, { ...outputs }])),
    seen: { ...state.seen },
    children: { ...state.children },
  };
  return Object.defineProperty(copy, 'touched', { value: touched }) as Draft; // not enumerable: no part of the state
}

export function setFrame(draft: Draft, frame: Frame): void {
  draft.frames[frame.key] = frame;
  draft.touched.frames.add(frame.key);
  if (frame.owner !== null) draft.touched.steps.add(frame.owner);
}

export function dropFrame(draft: Draft, key: FrameKey): void {
  delete draft.frames[key];
  delete draft.outputs[key];
}

/** Null: it has none any more. */
export function setOutput(draft: Draft, key: FrameKey, id: string, output: { readonly output: Json } | null): void {
  const outputs = (draft.outputs[key] ??= {});
  if (output) put(outputs, id, output);
  else delete outputs[id];
}

export function setActive(draft: Draft, step: ActiveStep): void {
  const key = placeKey(step);
  if (!(key in draft.active)) draft.touched.open += 1;
  draft.active[key] = step;
  draft.touched.steps.add(key);
}

export function dropActive(draft: Draft, place: Place): void {
  const key = placeKey(place);
  if (!(key in draft.active)) return;
  draft.touched.open -= 1;
  if (draft.touched.open === 0) draft.active = {}; // to delete from an object makes it slow from then on: 0.6 µs against 0.2
  else delete draft.active[key];
}

/** After a pause anything may have something to do. */
export function touchAll({ frames, active, touched }: Draft): void {
  for (const key of Object.keys(frames)) touched.frames.add(key);
  for (const key of Object.keys(active)) touched.steps.add(key);
}

/** Forgets all that was going on; the run's own block stays for those who ask what it came to. */
export function clearWork(draft: Draft, root: Frame | undefined): void {
  for (const key of Object.keys(draft.frames)) if (key !== root?.key) dropFrame(draft, key);
  for (const runId of Object.keys(draft.children)) delete draft.children[runId];
  draft.active = {};
  draft.touched.open = 0;
  if (root) setFrame(draft, { ...root, phase: { kind: 'completed', output: root.last }, closing: null, ledger: [] });
  draft.signals = [];
  draft.stuck = 0;
}
