import { directionOf, type Outline, type Point } from '../../document/index.ts';
import type { Translate } from '../../locales/index.ts';
import { node } from '../scene/geometry.ts';
import { edgeId } from '../scene/ids.ts';
import type { Sizes } from '../scene/measure.ts';
import { groupPorts, stepPorts } from '../scene/ports.ts';
import { type Across, isShared, passing } from './across.ts';
import type { FlowEdge } from './flow.ts';
import type { Route, WordsOf } from './graph.ts';
import { type Frame, widthOfWords } from './frame.ts';

interface Input {
  readonly frame: Frame;
  readonly across: Across;
  readonly outline: Outline;
  readonly sizes: Sizes;
  readonly wordsOf: WordsOf;
}

/** A point by how far along the flow it is, and across it. */
type Bend = readonly [along: number, across: number];

const leave = 10;
const arrive = 14;
const besides = 12;

/** The ways of all connections that are not one straight line, by edge id. */
export function routesOf(input: Input): ReadonlyMap<string, Route> {
  const { frame, across } = input;
  const routes = new Map<string, Route>();
  const tracks = trackKeeper(frame, across);
  const byLength = frame.flow.out.flat().filter((edge) => !isStraight(edge, input));
  // Short ones first: they run nearer, and longer ones around them.
  byLength.sort((a, b) => spanOf(a, frame) - spanOf(b, frame));
  const goingOn = new Set<number>();
  for (const edge of byLength) {
    const start = startOf(edge, input);
    const way = wayOf(edge, input, goingOn, tracks);
    const middle = [...leaving(edge, start, way, input), ...arriving(edge, way, frame)];
    const end: Bend = [frame.begins[frame.flow.layer[edge.to] ?? 0] ?? 0, across.axis[edge.to] ?? 0];
    const bends = withoutSteps([start, ...middle, end]);
    const id = edgeId(frame.flow.ids[edge.from] ?? '', edge.port);
    routes.set(id, { points: bends.map((bend) => pointOf(bend, frame)), label: labelOf(edge, bends, input) });
  }
  return routes;
}

const pointOf = ([along, across]: Bend, { isDown }: Frame): Point =>
  isDown ? { x: across, y: along } : { x: along, y: across };

function spanOf({ from, to }: FlowEdge, { flow }: Frame): number {
  return Math.abs((flow.layer[to] ?? 0) - (flow.layer[from] ?? 0));
}

/** From the middle of a step to the next in its line. */
function isStraight({ from, to, port, back }: FlowEdge, { frame, across, sizes }: Input): boolean {
  const isGroup = sizes.get(frame.flow.ids[from] ?? '')?.isGroup === true;
  return port === 'next' && !back && !isGroup && across.next[from] === to;
}

/** Where it runs along the flow, across; null when both ends are beside one gap. */
function wayOf(edge: FlowEdge, { frame, across }: Input, goingOn: Set<number>, tracks: Tracks): number | null {
  const { from, to, aside, back } = edge;
  const span = (frame.flow.layer[to] ?? 0) - (frame.flow.layer[from] ?? 0);
  if (!back && span === 1) return null;
  if (!back && across.next[from] === to) return across.axis[to] ?? null;
  const shared = isShared(frame.flow.into[to] ?? [], span);
  if (!back && !aside && !shared && across.next[from] === -1 && !goingOn.has(from)) {
    goingOn.add(from);
    return across.axis[from] ?? 0;
  }
  return tracks(edge, shared);
}

type Tracks = (edge: FlowEdge, isShared: boolean) => number;

/** Ways beside the steps, to the right of all that is there; long ones to one step are one. */
function trackKeeper({ flow }: Frame, { skyline }: Across): Tracks {
  const known = new Map<number, number>();
  return ({ from, to, back }, isShared) => {
    const seen = isShared ? known.get(to) : undefined;
    if (seen !== undefined) return seen;
    const [a, b] = [flow.layer[from] ?? 0, flow.layer[to] ?? 0];
    const sources = isShared ? (flow.into[to] ?? []).map((edge) => flow.layer[edge.from] ?? 0) : [a];
    const first = back ? b : Math.min(...sources) + 1;
    const last = back ? a : b - 1;
    let at = -Infinity;
    for (let layer = first; layer <= last; layer += 1) at = Math.max(at, skyline[layer] ?? 0);
    at += passing + besides;
    for (let layer = first; layer <= last; layer += 1) skyline[layer] = at - besides;
    if (isShared) known.set(to, at);
    return at;
  };
}

/** Out of the step and to its way, in the gap behind the step. Later ports bend first, so that they do not cross. */
function leaving(edge: FlowEdge, start: Bend, way: number | null, { frame, across }: Input): readonly Bend[] {
  const { from, to, aside } = edge;
  const layer = frame.flow.layer[from] ?? 0;
  const out = frame.flow.out[from] ?? [];
  const joins = way === null && (frame.flow.into[to]?.length ?? 0) > 1;
  const end = frame.ends[layer] ?? 0;
  const next = frame.begins[layer + 1] ?? end + 2 * arrive;
  const room = Math.max(0, next - end - leave - arrive - 8) / Math.max(1, out.length);
  const at = joins ? next - arrive : end + leave + Math.min(8, room) * (out.length - 1 - out.indexOf(edge));
  const aim = way ?? across.axis[to] ?? 0;
  const clear = aside ? start[1] + besides : start[1];
  return [...(aside ? [[start[0], clear] as const] : []), [at, clear], [at, aim]];
}

/** From its way to above the step it leads to. */
function arriving({ to }: FlowEdge, way: number | null, frame: Frame): readonly Bend[] {
  if (way === null) return [];
  const at = (frame.begins[frame.flow.layer[to] ?? 0] ?? 0) - arrive;
  return [
    [at, way],
    [at, NaN],
  ];
}

/** A last bend above the end, and none where the line goes on straight. */
function withoutSteps(bends: readonly Bend[]): readonly Bend[] {
  const end = bends.at(-1) ?? [0, 0];
  const full = bends.map(([along, across]): Bend => [along, Number.isNaN(across) ? end[1] : across]);
  return full.filter(([along, across], index) => {
    const [before, after] = [full[index - 1], full[index + 1]];
    if (!before || !after) return true;
    const goesOn = (before[0] === along && along === after[0]) || (before[1] === across && across === after[1]);
    return !goesOn && (before[0] !== along || before[1] !== across);
  });
}

/** On the last piece before the step where that is its own, else at the beginning of its way. */
function labelOf(edge: FlowEdge, bends: readonly Bend[], { frame, outline, wordsOf }: Input): Point | null {
  const entry = outline.steps.get(frame.flow.ids[edge.from] ?? '');
  const words = entry && edge.port !== 'next' ? wordsOf(entry, edge.port) : null;
  if (words === null) return null;
  const piece = bends.slice(1).findIndex(([along], index) => along - (bends[index]?.[0] ?? 0) > besides && index > 0);
  const [from, to] = [bends[Math.max(0, piece)] ?? [0, 0], bends[Math.max(0, piece) + 1] ?? [0, 0]];
  const half = frame.isDown ? 12 : widthOfWords(words) / 2;
  const along = Math.min((from[0] + to[0]) / 2, from[0] + half + 8);
  return pointOf([along, from[1]], frame);
}

const noWords: Translate = () => '';

/** Where the connection leaves the step. */
function startOf({ from, port }: FlowEdge, { frame, across, outline, sizes }: Input): Bend {
  const { flow, isDown, begins, before } = frame;
  const id = flow.ids[from] ?? '';
  const [entry, size] = [outline.steps.get(id), sizes.get(id)];
  const along = begins[flow.layer[from] ?? 0] ?? 0;
  const corner = (across.axis[from] ?? 0) - (before[from] ?? 0);
  if (!entry) return [along, corner];
  const direction = directionOf(outline, entry.block);
  const places = size?.isGroup
    ? groupPorts(entry, direction, size, size.first, size.last, noWords)
    : stepPorts(entry, direction, noWords);
  const place = places.find(({ id: name }) => name === port) ?? { x: node.width / 2, y: node.height };
  return isDown ? [along + place.y, corner + place.x] : [along + place.x, corner + place.y];
}
