import type { Outline } from '../../document/index.ts';
import { runFrom } from './across.ts';
import { dominatedBy } from './dominators.ts';
import { type Flow, flowOf, type Part } from './flow.ts';

/**
 * A block is laid out in stretches. Each begins with a step through which all ways lead, alone in its layer, on the line of the block:
 * so what is in one stretch never bears on another but for how far along it begins, and an edit is laid out anew in its own only.
 */
export interface Cuts {
  /** In order. */
  readonly parts: readonly Part[];
  /** All of it comes after its first step. */
  readonly hasOneBegin: boolean;
  /** All of it comes before the step after it; else it is not cut. */
  readonly hasOneEnd: boolean;
}

/** Shorter stretches are laid out together: most are of one step. */
const fewest = 16;

export function cutInto({ ids, first, next }: Part, outline: Outline): Cuts {
  const flow = flowOf({ ids, first, next }, outline);
  const below = dominatedBy(flow);
  const layers = flow.layer.reduce((most, layer) => Math.max(most, layer), -1) + 1;
  const begin = first === null ? -1 : ids.indexOf(first);
  const begins = beginsOf(flow, below, begin, layers);
  const end = next === null ? -1 : ids.length;
  const hasOneEnd = end < 0 || begins[layers - 1] === end;
  const roots = below.at(-1) ?? [];
  const hasOneBegin = roots.length === 1 && roots[0] === begin;
  if (!hasOneEnd) return { parts: [], hasOneBegin, hasOneEnd };
  const chosen = spaced(begins, flow.layer, end);
  const stretch = new Int32Array(layers);
  for (let layer = 1, at = 0; layer < layers; layer += 1) stretch[layer] = at += chosen[layer] === -1 ? 0 : 1;
  const heads = [...chosen].flatMap((step) => (step === -1 ? [] : [flow.ids[step] ?? '']));
  const held: string[][] = [[], ...(end < 0 ? heads : heads.slice(1)).map(() => [])];
  ids.forEach((id, step) => held[stretch[flow.layer[step] ?? 0] ?? 0]?.push(id));
  const parts = held.map((list, at): Part => ({ ids: list, first: heads[at - 1] ?? first, next: heads[at] ?? null }));
  return { parts, hasOneBegin, hasOneEnd };
}

/** By layer: the step with which a stretch may begin there; -1 for none. */
function beginsOf(flow: Flow, below: readonly (readonly number[])[], first: number, layers: number): Int32Array {
  const begins = new Int32Array(layers).fill(-1);
  if (flow.into[first]?.length !== 0) return begins; // what leads to the first step is beside its line
  const [held, passed] = [new Int32Array(layers), passedBy(flow, layers)];
  for (const layer of flow.layer) held[layer] = (held[layer] ?? 0) + 1;
  for (const step of runFrom(first, below, flow)) {
    const layer = flow.layer[step] ?? 0;
    if (held[layer] === 1 && passed[layer] === 0) begins[layer] = step;
  }
  return begins;
}

/** By layer: how many connections pass it, or lead back from it. */
function passedBy({ out, layer }: Flow, layers: number): Int32Array {
  const passed = new Int32Array(layers + 1);
  for (const edges of out) {
    for (const { from, to } of edges) {
      const [a, b] = [layer[from] ?? 0, layer[to] ?? 0];
      const [begin, end] = a < b ? [a + 1, b] : [b + 1, a + 1];
      passed[begin] = (passed[begin] ?? 0) + 1;
      passed[end] = (passed[end] ?? 0) - 1;
    }
  }
  for (let at = 1; at < passed.length; at += 1) passed[at] = (passed[at] ?? 0) + (passed[at - 1] ?? 0);
  return passed;
}

/** Without those that come soon after another; the end stays. */
function spaced(begins: Int32Array, layer: Int32Array, end: number): Int32Array {
  const held = new Int32Array(begins.length);
  for (const at of layer) held[at] = (held[at] ?? 0) + 1;
  let since = 0;
  return begins.map((step, at) => {
    const isTaken = at > 0 && step >= 0 && (step === end || since >= fewest);
    since = (isTaken ? 0 : since) + (held[at] ?? 0);
    return isTaken ? step : -1;
  });
}
