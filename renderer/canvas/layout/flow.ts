import { type BlockEntry, isAside, type Outline, type Port, portsOf, targetOf } from '../../document/index.ts';

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

/** The flow of one block. Steps are numbers: their place in `ids`. */
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

export function flowOf(block: BlockEntry, outline: Outline): Flow {
  const ids = block.stepIds;
  const numbers = new Map(ids.map((id, index) => [id, index]));
  const ways = ids.map((id) => {
    const step = outline.steps.get(id)?.step ?? {};
    return portsOf(step).flatMap((port) => {
      const to = numbers.get(targetOf(step, port) ?? '');
      return to === undefined ? [] : [{ port, to }];
    });
  });
  const start = block.start === null ? undefined : numbers.get(block.start);
  const { order, rank } = ordered(ways, start);
  const out = ways.map((list, from) =>
    list.map(({ port, to }): FlowEdge => ({
      from,
      to,
      port,
      aside: isAside(port),
      back: (rank[to] ?? 0) <= (rank[from] ?? 0),
    })),
  );
  const into: FlowEdge[][] = ids.map(() => []);
  for (const edge of out.flat()) if (!edge.back) into[edge.to]?.push(edge);
  return { ids, out, into, order, layer: layersOf(order, out) };
}

/** In the order of the flow: from the start, then from what nothing leads to, then what is left: loops of their own. */
function ordered(ways: Ways, start: number | undefined) {
  const seen = new Uint8Array(ways.length);
  const targets = new Set(ways.flatMap((list, from) => list.flatMap(({ to }) => (to === from ? [] : [to]))));
  const all = ways.map((_, index) => index);
  const roots = [...(start === undefined ? [] : [start]), ...all.filter((step) => !targets.has(step)), ...all];
  // What is found later may lead into what was found before, never the other way.
  const order = roots
    .map((root) => visited(root, ways, seen).toReversed())
    .toReversed()
    .flat();
  const rank = new Int32Array(ways.length);
  order.forEach((step, index) => (rank[step] = index));
  return { order, rank };
}

/** Steps that can be reached and were not seen, each after what it leads to. */
function visited(root: number, ways: Ways, seen: Uint8Array): readonly number[] {
  if (seen[root] === 1) return [];
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
