import type { JsonObject } from '@sagaloom/engine/core';
import { isAside, type Outline, type Port, portsOf, targetOf } from '../../document/index.ts';

/** A connection within a block; its ends as numbers of steps. */
export interface FlowEdge {
  readonly from: number;
  readonly to: number;
  readonly port: Port;
  /** Taken when something went wrong or nothing came. */
  readonly aside: boolean;
  /** Leads back to a step the flow came through: a loop. */
  readonly back: boolean;
}

/** Steps of one block, in the order of the file. */
export interface Part {
  readonly ids: readonly string[];
  /** The one of them that the block, or this part of it, begins with. */
  readonly first: string | null;
  /** The step after them, to which all ways out lead; null: the block ends with them. */
  readonly next: string | null;
}

/** The flow of a part. Steps are numbers: their place in `ids`, where the one after the part is the last. */
export interface Flow {
  readonly ids: readonly string[];
  /** By step, in the order of its ports. */
  readonly out: readonly (readonly FlowEdge[])[];
  /** By step: forward connections that come in. */
  readonly into: readonly (readonly FlowEdge[])[];
  /** Steps, each after all that lead to it, loops aside. */
  readonly order: readonly number[];
  /** By step: how many steps are before it on the longest way. */
  readonly layer: Int32Array;
}

type Ways = readonly (readonly { readonly port: Port; readonly to: number }[])[];

interface Leading {
  readonly port: Port;
  readonly target: string;
}

const known = new WeakMap<JsonObject, readonly Leading[]>();

/** Documents share the steps that an edit did not change: where they lead need not be read again. */
export function leadingOf(step: JsonObject): readonly Leading[] {
  const seen = known.get(step);
  if (seen) return seen;
  const found = portsOf(step).flatMap((port): readonly Leading[] => {
    const target = targetOf(step, port);
    return target === null ? [] : [{ port, target }];
  });
  known.set(step, found);
  return found;
}

function waysOf(ids: readonly string[], next: string | null, { steps }: Outline): Ways {
  const numbers = new Map<string, number>();
  for (let number = 0; number < ids.length; number += 1) numbers.set(ids[number] ?? '', number);
  return ids.map((id) => {
    const ways: { readonly port: Port; readonly to: number }[] = [];
    for (const { port, target } of id === next ? noWays : leadingOf(steps.get(id)?.step ?? nothing)) {
      const to = numbers.get(target);
      if (to !== undefined) ways.push({ port, to });
    }
    return ways;
  });
}

const nothing: JsonObject = {};
const noWays: readonly Leading[] = [];

export function flowOf(part: Part, outline: Outline): Flow {
  const { first, next } = part;
  const ids = next === null ? part.ids : [...part.ids, next];
  const ways = waysOf(ids, next, outline);
  const { order, rank } = ordered(ways, first === null ? -1 : ids.indexOf(first));
  const into: FlowEdge[][] = ids.map(() => []);
  const out = ways.map((list, from) =>
    list.map(({ port, to }): FlowEdge => {
      const back = (rank[to] ?? 0) <= (rank[from] ?? 0);
      const edge = { from, to, port, aside: isAside(port), back };
      if (!back) into[to]?.push(edge);
      return edge;
    }),
  );
  return { ids, out, into, order, layer: layersOf(order, out) };
}

/** In the order of the flow: from the start, then from what nothing leads to, then what is left: loops of their own. */
function ordered(ways: Ways, start: number) {
  const seen = new Uint8Array(ways.length);
  const isLedTo = new Uint8Array(ways.length);
  ways.forEach((list, from) => {
    for (const { to } of list) if (to !== from) isLedTo[to] = 1;
  });
  const found: (readonly number[])[] = [];
  const visit = (root: number): void => {
    if (root >= 0 && seen[root] !== 1) found.push(visited(root, ways, seen).toReversed());
  };
  visit(start);
  for (let step = 0; step < ways.length; step += 1) if (isLedTo[step] !== 1) visit(step);
  for (let step = 0; step < ways.length; step += 1) visit(step);
  // What is found later may lead into what was found before, never the other way.
  const order = found.toReversed().flat();
  const rank = new Int32Array(ways.length);
  order.forEach((step, index) => (rank[step] = index));
  return { order, rank };
}

/** Steps that can be reached and were not seen, each after what it leads to. */
function visited(root: number, ways: Ways, seen: Uint8Array): readonly number[] {
  const done: number[] = [];
  const stack = [{ step: root, next: (ways[root]?.length ?? 0) - 1 }];
  seen[root] = 1;
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const way = ways[top.step]?.[top.next];
    top.next -= 1;
    if (!way) {
      done.push(top.step);
      stack.pop();
    } else if (seen[way.to] !== 1) {
      seen[way.to] = 1;
      stack.push({ step: way.to, next: (ways[way.to]?.length ?? 0) - 1 });
    }
  }
  return done;
}

function layersOf(order: readonly number[], out: Flow['out']): Int32Array {
  const layer = new Int32Array(order.length);
  for (const step of order) {
    const after = (layer[step] ?? 0) + 1;
    for (const { to, back } of out[step] ?? []) if (!back) layer[to] = Math.max(layer[to] ?? 0, after);
  }
  return layer;
}
