import { isObject, type Json } from '@sagaloom/engine/core';
import {
  type BlockEntry,
  directionOf,
  hasBody,
  isAside,
  isHidden,
  type Outline,
  type Point,
  type Port,
  portsOf,
  type StepEntry,
  targetOf,
} from '../../document/index.ts';
import { noRoutes, type Route } from '../layout/graph.ts';
import { waysIn } from '../layout/placed.ts';
import { backEdges } from './back-edges.ts';
import { edge } from './edge-parts.ts';
import { edgeId, startEdgeId, startNodeId } from './ids.ts';
import { groundOf } from './ground.ts';
import type { SceneInput } from './nodes.ts';
import { edgeWords, portLabel } from './ports.ts';
import { remembering } from './remember.ts';
import type { CanvasEdge, EdgeFacts, FlowEdgeData } from './types.ts';

export function edgesOf(input: SceneInput): readonly CanvasEdge[] {
  const { outline } = input;
  const edges: CanvasEdge[] = [];
  for (const block of outline.blocks.values()) {
    const [first] = block.stepIds;
    if (first === undefined || isHidden(outline, first)) continue;
    for (const one of blockEdges(block, input)) edges.push(one);
  }
  for (const one of backEdges(input)) edges.push(one);
  return edges;
}

const inBlock = remembering<readonly CanvasEdge[]>();
const nowhere: Point = { x: 0, y: 0 };

/** All connections of a block: the same list as before, unless something in it changed, or a way was found anew. */
function blockEdges(block: BlockEntry, input: SceneInput): readonly CanvasEdge[] {
  const { outline, measures, lasting, routes } = input;
  const owner = outline.steps.get(block.owner ?? '');
  const ways = routes === noRoutes ? null : waysIn(routes, block.key);
  // Only ways that the layout found are drawn from the corner.
  const { x, y } = ways === null ? nowhere : input.cornerOf(block.key);
  const of = [measures.marks.get(block.key), lasting, ways, owner?.label, owner?.type, x, y, block.key];
  return inBlock(block, [...of, input.depthOf(block.key)], () => {
    const made = [...entryEdge(block, input)];
    const ground = groundOf(block, input).of;
    for (const id of block.stepIds) {
      const entry = outline.steps.get(id);
      if (entry) for (const one of stepEdges(entry, ground, input)) made.push(one);
    }
    return made;
  });
}

const entries = remembering<CanvasEdge>();

/** From the mark, or from a group's border, to the first step. */
function entryEdge(block: BlockEntry, input: SceneInput): readonly CanvasEdge[] {
  const { outline } = input;
  const first = block.start === null ? undefined : outline.steps.get(block.start);
  if (!first || first.block !== block.key || isHidden(outline, first.id)) return [];
  const owner = block.owner === null ? null : outline.steps.get(block.owner);
  const isBody = block.name === 'body' && owner?.type !== 'parallel';
  const source = block.owner === null ? startNodeId : isBody ? block.owner : block.key;
  const fromAbove = isBody && owner ? directionOf(outline, owner.block) === 'down' && block.owner !== null : false;
  const [id, depth, goesOn] = [startEdgeId(block.key), input.depthOf(block.key), goesOnInside(first, outline)];
  const state = stateOf(id, input);
  const make = (): CanvasEdge =>
    edge(input.t, depth, id, [source, 'entry'], [first.id, fromAbove ? 'top' : 'in'], {
      kind: 'entry',
      label: null,
      title: null,
      state,
      goesOn,
      route: null,
      spoken: owner
        ? input.t('canvas.edge.startOf', { owner: owner.label, to: first.label })
        : input.t('canvas.edge.start', { to: first.label }),
    });
  return [entries(block, [input.t, first, owner, depth, goesOn, state, source, fromAbove], make)];
}

/** A line into a body ends at its first step, not at its border. */
function goesOnInside(entry: StepEntry, outline: Outline): boolean {
  if (!hasBody(entry.type) || entry.collapsed) return false;
  const start = outline.blocks.get(`${entry.id}/body`)?.start;
  return start !== null && start !== undefined && outline.steps.get(start)?.block === `${entry.id}/body`;
}

interface Lead {
  readonly id: string;
  readonly port: Port;
  readonly to: string;
}

const led = remembering<readonly Lead[]>();

function leadsOf({ id, step }: StepEntry): readonly Lead[] {
  return portsOf(step).map((port) => ({ id: edgeId(id, port), port, to: targetOf(step, port) ?? '' }));
}

const leaving = remembering<readonly CanvasEdge[]>();

/** What leads out of a step, wherever it is. */
interface Leaving {
  readonly ground: object;
  readonly leads: readonly Lead[];
  /** By lead. */
  readonly targets: readonly (StepEntry | undefined)[];
  readonly goesOn: readonly boolean[];
  readonly ways: readonly CanvasEdge[];
}

const left = new WeakMap<StepEntry, Leaving>();

/** What leads out of a step. The same objects as before, unless something about them changed. */
function stepEdges(entry: StepEntry, ground: object, input: SceneInput): readonly CanvasEdge[] {
  if (entry.id === input.within) return noEdges; // nothing leads out of a view
  const before = left.get(entry);
  const now = before && isStill(before, ground, input) ? before : leavingAnew(entry, ground, input);
  if (now !== before) left.set(entry, now);
  return routedAll(now.ways, entry, input);
}

function isStill({ ground, leads, targets, goesOn }: Leaving, now: object, { outline }: SceneInput): boolean {
  if (ground !== now) return false;
  for (let index = 0; index < leads.length; index += 1) {
    const target = outline.steps.get(leads[index]?.to ?? '');
    if (target !== targets[index] || (target && goesOnInside(target, outline) !== goesOn[index])) return false;
  }
  return true;
}

function leavingAnew(entry: StepEntry, ground: object, input: SceneInput): Leaving {
  const { t, outline } = input;
  const depth = input.depthOf(entry.block);
  const leads = led(entry.step, [entry.id], () => leadsOf(entry));
  const targets = leads.map(({ to }) => outline.steps.get(to));
  const goesOn = targets.map((target) => target !== undefined && goesOnInside(target, outline));
  const states = leads.map(({ id }) => stateOf(id, input));
  const ways = leaving(entry.step, [t, entry, depth, ...targets, ...states, ...goesOn], () =>
    waysOf(entry, leads, input).map((way) => wayEdge(entry, way, depth, input)),
  );
  return { ground, leads, targets, goesOn, ways };
}

/** With the layout's ways for those that have one. */
function routedAll(ways: readonly CanvasEdge[], entry: StepEntry, input: SceneInput): readonly CanvasEdge[] {
  const { routes } = input;
  if (routes === noRoutes) return ways;
  for (const { id } of ways) if (routes[id]) return ways.map((way) => routed(way, entry, input));
  return ways;
}

interface Routed {
  readonly route: Route;
  readonly corner: Point;
  readonly edge: CanvasEdge;
}

const onRoutes = new WeakMap<CanvasEdge, Routed>();

/** With the layout's way for it, on the whole drawing: the same object as long as both stay. */
function routed(way: CanvasEdge, { block }: StepEntry, { routes, cornerOf }: SceneInput): CanvasEdge {
  const route = routes[way.id];
  if (!route || !way.data) return way;
  const corner = cornerOf(block);
  const before = onRoutes.get(way);
  if (before?.route === route && before.corner.x === corner.x && before.corner.y === corner.y) return before.edge;
  const made = { ...way, data: { ...way.data, route: shifted(route, corner) } };
  onRoutes.set(way, { route, corner, edge: made });
  return made;
}

function shifted(route: Route, by: Point): Route {
  if (by.x === 0 && by.y === 0) return route;
  const { points, label } = route;
  const moved = ({ x, y }: Point): Point => ({ x: x + by.x, y: y + by.y });
  return { points: points.map(moved), label: label && moved(label) };
}

const noEdges: readonly CanvasEdge[] = [];

function waysOf(entry: StepEntry, leads: readonly Lead[], input: SceneInput): readonly Way[] {
  return leads.flatMap(({ id, port, to }): readonly Way[] => {
    const target = input.outline.steps.get(to);
    if (!target || target.block !== entry.block) return [];
    return [{ id, port, target, state: stateOf(id, input), goesOn: goesOnInside(target, input.outline) }];
  });
}

interface Way extends Omit<Lead, 'to'>, Pick<EdgeFacts, 'state' | 'goesOn'> {
  readonly target: StepEntry;
}

function wayEdge(entry: StepEntry, { id, port, target, ...more }: Way, depth: number, input: SceneInput): CanvasEdge {
  return edge(input.t, depth, id, [entry.id, port], [target.id, 'in'], {
    kind: isAside(port) ? 'catch' : 'flow',
    label: edgeWords(entry, port, input.t),
    title: conditionOf(entry, port),
    ...more,
    route: null,
    spoken: spokenWords(entry, port, target, input),
  });
}

/** For those who hear the drawing: `Check order to Place order, otherwise`. */
function spokenWords(from: StepEntry, port: Port, to: StepEntry, input: SceneInput): string {
  const { t, overlay } = input;
  const name = port === 'next' ? '' : portLabel(from, port, t);
  const taken = overlay?.taken.has(edgeId(from.id, port)) ? t('canvas.edge.taken') : '';
  const words = [name, taken].filter((part) => part !== '').map((part) => `, ${part}`);
  return t('canvas.edge.label', { from: from.label, to: to.label, words: words.join('') });
}

function clauseOf(entry: StepEntry, port: Port): Json | undefined {
  const [kind, index] = port.split(':');
  const list = entry.step[kind === 'branch' ? 'branches' : 'catch'];
  return Array.isArray(list) ? (list as readonly Json[])[Number(index)] : undefined;
}

function conditionOf(entry: StepEntry, port: Port): string | null {
  const clause = clauseOf(entry, port);
  return isObject(clause) && typeof clause.when === 'string' ? clause.when : null;
}

function stateOf(id: string, { overlay }: SceneInput): FlowEdgeData['state'] {
  if (!overlay) return 'plain';
  return overlay.taken.has(id) ? 'taken' : 'notReached';
}
