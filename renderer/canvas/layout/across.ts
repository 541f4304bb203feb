import { gap } from '../scene/geometry.ts';
import type { Flow, FlowEdge } from './flow.ts';
import type { Frame } from './frame.ts';

export interface Across {
  /** By step: the line through the points where connections meet it. */
  readonly axis: Float64Array;
  /** By layer: how far it is taken. */
  readonly skyline: Float64Array;
  /** By step: the next one in line, with nothing between; -1 where the line ends. */
  readonly next: Int32Array;
}

/** Room for a connection that passes. */
export const passing = 14;
/** A way this long to where many others end as well goes with them. */
const longWay = 12;

/**
 * Steps that follow each other in a line are a run, put as a whole to the right of all that is there in its layers; what branches off
 * it comes after it, from its end to its beginning, so that inner branches lie nearer.
 */
export function placeAcross(frame: Frame, below: readonly (readonly number[])[], first: number): Across {
  const { flow, ends } = frame;
  const axis = new Float64Array(flow.ids.length);
  const skyline = new Float64Array(ends.length).fill(-Infinity);
  const inRun = new Uint8Array(flow.ids.length);
  const next = new Int32Array(flow.ids.length).fill(-1);
  const roots = below.at(-1) ?? [];
  const stack = [...roots.filter((root) => root !== first).toReversed(), ...(roots.includes(first) ? [first] : [])];
  for (let head = stack.pop(); head !== undefined; head = stack.pop()) {
    const run = runFrom(head, below, flow);
    const spans = spansOf(run, frame);
    const wanted = preferred(head, frame, axis, inRun);
    const at = spans.reduce(
      (least, [layer, reach]) => Math.max(least, (skyline[layer] ?? 0) + gap.across + reach),
      wanted,
    );
    for (const [layer] of spans) skyline[layer] = Math.max(skyline[layer] ?? 0, at);
    run.forEach((step, index) => {
      const layer = flow.layer[step] ?? 0;
      axis[step] = at;
      inRun[step] = 1;
      skyline[layer] = Math.max(skyline[layer] ?? 0, at + (frame.after[step] ?? 0));
      next[step] = run[index + 1] ?? -1;
    });
    for (const step of run)
      for (const child of (below[step] ?? []).toReversed()) if (inRun[child] !== 1) stack.push(child);
  }
  return { axis, skyline, next };
}

/** In line with what leads to it, if there is room. */
function preferred(head: number, { flow }: Frame, axis: Float64Array, placed: Uint8Array): number {
  const before = (flow.into[head] ?? []).filter(({ from }) => placed[from] === 1).map(({ from }) => axis[from] ?? 0);
  return before.length > 0 ? Math.min(...before) : 0;
}

/** A step, what follows it straight, and then where its branches meet again. */
export function runFrom(head: number, below: readonly (readonly number[])[], flow: Flow): readonly number[] {
  const run: number[] = [];
  let last = -1;
  const stack = [head];
  for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
    const layer = flow.layer[step] ?? 0;
    if (run.length > 0 && layer <= last) continue;
    run.push(step);
    last = layer;
    const children = below[step] ?? [];
    const joins = children.filter((child) => (flow.into[child]?.length ?? 0) > 1);
    const ahead = straightOn(flow.out[step] ?? [], children);
    stack.push(...joins.toSorted((a, b) => (flow.layer[b] ?? 0) - (flow.layer[a] ?? 0)));
    if (ahead !== undefined) stack.push(ahead);
  }
  return run;
}

/** The first way on that leads to a step nothing else leads to. */
function straightOn(out: readonly FlowEdge[], children: readonly number[]): number | undefined {
  const edge = out.find(({ to, aside, back }) => !aside && !back && children.includes(to));
  const isShared = edge !== undefined && out.some((other) => other !== edge && other.to === edge.to);
  return isShared ? undefined : edge?.to;
}

/** The layers a run takes, and how far it reaches before its line in each; those it only passes too. */
function spansOf(run: readonly number[], frame: Frame): readonly (readonly [layer: number, reach: number])[] {
  const { flow, before } = frame;
  const spans: (readonly [number, number])[] = [];
  run.forEach((step, index) => {
    const layer = flow.layer[step] ?? 0;
    const next = run[index + 1];
    spans.push([layer, before[step] ?? 0]);
    const until = next === undefined ? tailOf(step, frame) : (flow.layer[next] ?? 0);
    for (let passed = layer + 1; passed < until; passed += 1) spans.push([passed, 0]);
  });
  return spans;
}

/** Where the way on from the last step of a run ends, if it goes there by itself. */
function tailOf(step: number, { flow }: Frame): number {
  const layer = flow.layer[step] ?? 0;
  const ways = (flow.out[step] ?? []).filter(
    ({ to, aside, back }) => !aside && !back && !isShared(flow.into[to] ?? [], (flow.layer[to] ?? 0) - layer),
  );
  return ways.reduce((most, { to }) => Math.max(most, flow.layer[to] ?? 0), layer);
}

/** Long ways to one step are drawn as one. */
export function isShared(into: readonly FlowEdge[], span: number): boolean {
  return into.length > 2 && span > longWay;
}
