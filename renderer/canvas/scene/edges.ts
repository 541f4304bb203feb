import { isObject, type Json } from '@sagaloom/engine/core';
import {
  type BlockEntry,
  directionOf,
  drawnAs,
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
import type { Translate } from '../../locales/index.ts';
import { noRoutes, type Route } from '../layout/graph.ts';
import { layer } from './geometry.ts';
import { backEdgeId, edgeId, startEdgeId, tieEdgeId, startNodeId, undoNodeId } from './ids.ts';
import { hasUndo, isGroup } from './measure.ts';
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
  // Only ways that the layout found are drawn from the corner.
  const { x, y } = routes === noRoutes ? nowhere : input.cornerOf(block.key);
  const of = [measures.marks.get(block.key), lasting, routes, owner?.label, owner?.type, x, y, block.key];
  return inBlock(block, [...of, input.depthOf(block.key)], () => [
    ...entryEdge(block, input),
    ...block.stepIds.flatMap((id) => {
      const entry = outline.steps.get(id);
      return entry ? stepEdges(entry, input) : noEdges;
    }),
  ]);
}

/** The way back is said by the steps: what undoes each, and in which order. */
const unspoken = { 'aria-hidden': true } as const;

const roles = new WeakMap<Translate, { readonly 'aria-roledescription': string }>();

/** One object a language: edges are compared. */
function roleOf(t: Translate) {
  const role = roles.get(t) ?? { 'aria-roledescription': t('canvas.connection') };
  roles.set(t, role);
  return role;
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

/** What leads out of a step. The same objects as before, unless something about them changed. */
function stepEdges(entry: StepEntry, input: SceneInput): readonly CanvasEdge[] {
  if (entry.id === input.within) return []; // nothing leads out of a view
  const { t, outline, routes } = input;
  const depth = input.depthOf(entry.block);
  const leads = led(entry.step, [entry.id], () => leadsOf(entry));
  if (leads.length === 0) return noEdges;
  const facts: unknown[] = [t, entry, depth];
  for (const { id, to } of leads) {
    const target = outline.steps.get(to);
    facts.push(target, stateOf(id, input), target && goesOnInside(target, outline));
  }
  const ways = leaving(entry.step, facts, () =>
    waysOf(entry, leads, input).map((way) => wayEdge(entry, way, depth, input)),
  );
  return ways.some(({ id }) => routes[id]) ? ways.map((way) => routed(way, entry, input)) : ways;
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

/** Chips to their steps, and, in the order of undoing, from chip to chip: the way back of a run, or of the failure that is looked at. */
function backEdges(input: SceneInput): readonly CanvasEdge[] {
  const { overlay, plans, hasLanes, outline } = input;
  const chains = overlay ? [overlay.wayBack] : hasLanes ? plans.filter(({ order }) => order === 'reverse') : [];
  const links = chains.flatMap((one) => {
    const chain = 'chain' in one ? one.chain : one;
    return chain.slice(1).flatMap((id, index) => link(chain[index] ?? '', id, input));
  });
  const ties = [...outline.blocks.values()].flatMap((block) => tiesIn(block, input));
  return [...ties, ...links, ...firstSteps(input).flatMap(([failed, first]) => stepBack(failed, first, input))];
}

const undos = new WeakMap<BlockEntry, readonly StepEntry[]>();

/** A block that is read as before holds the same steps. */
function undosIn(block: BlockEntry, outline: Outline): readonly StepEntry[] {
  const found = undos.get(block) ?? block.stepIds.flatMap((id) => undoableOf(outline.steps.get(id)));
  undos.set(block, found);
  return found;
}

const undoableOf = (entry: StepEntry | undefined): readonly StepEntry[] => (entry && hasUndo(entry) ? [entry] : []);

const tiesOf = remembering<readonly CanvasEdge[]>();

/** The same list as before, unless something in the block, or the group it is hidden in, changed. */
function tiesIn(block: BlockEntry, input: SceneInput): readonly CanvasEdge[] {
  const { outline, measures, lasting } = input;
  const undos = undosIn(block, outline);
  const [first] = undos;
  if (!first) return noEdges;
  const of = [measures.marks.get(block.key), lasting, drawnAs(outline, first.id), input.depthOf(block.key)];
  return tiesOf(block, of, () => undos.flatMap((entry) => tie(entry, input)));
}

/** From an undo to its step, or to the collapsed group that holds it. */
function tie(entry: StepEntry, input: SceneInput): readonly CanvasEdge[] {
  const { overlay, outline, hasLanes, undoOrder, plans } = input;
  if (!isUndoDrawn(entry.id, input)) return [];
  const holder = outline.steps.get(drawnAs(outline, entry.id));
  if (!holder) return [];
  const isUndone = overlay ? overlay.wayBack.includes(entry.id) : hasLanes && isInChain(entry.id, plans);
  const isPlain = !overlay && (!hasLanes || undoOrder.size === 0);
  const isDown = directionOf(outline, holder.block) === 'down';
  const depth = input.depthOf(holder.block);
  const state = isPlain ? 'plain' : isUndone ? 'taken' : 'notReached';
  const make = (): CanvasEdge =>
    edge(
      input.t,
      depth,
      tieEdgeId(entry.id),
      [undoNodeId(entry.id), isDown ? 'left' : 'up'],
      [holder.id, 'undo'],
      back('undo', state),
    );
  return [tied(entry.step, [input.t, entry, holder.id, isDown, depth, state], make)];
}

const tied = remembering<CanvasEdge>();

const isInChain = (step: string, plans: SceneInput['plans']): boolean =>
  plans.some(({ chain }) => chain.includes(step));

/** Beside its step, or in a lane. */
function isUndoDrawn(step: string, { outline, measures, plans, hasLanes }: SceneInput): boolean {
  const entry = outline.steps.get(step);
  if (!entry || !hasUndo(entry)) return false;
  if (!isHidden(outline, step)) return true;
  const saga = hasLanes ? plans.find(({ undos }) => undos.includes(step))?.saga : undefined;
  return saga !== undefined && !isHidden(outline, saga) && (measures.steps.get(saga)?.back?.chips.has(step) ?? false);
}

function link(from: string, to: string, input: SceneInput): readonly CanvasEdge[] {
  const { outline, depthOf } = input;
  const source = outline.steps.get(from);
  if (!source || !isUndoDrawn(from, input) || !isUndoDrawn(to, input)) return [];
  return [
    edge(
      input.t,
      depthOf(source.block),
      backEdgeId(from, to),
      [undoNodeId(from), 'left'],
      [undoNodeId(to), 'right'],
      back('back', 'taken'),
    ),
  ];
}

/** Steps that failed, or are thought of as failing, with the first step that is undone then. */
function firstSteps({ overlay, plans, hasLanes }: SceneInput): readonly (readonly [failed: string, first: string])[] {
  const pair = (failed: string | null | undefined, first: string | undefined) =>
    failed == null || first === undefined || failed === first ? [] : [[failed, first] as const];
  if (overlay) return pair(overlay.failed, overlay.wayBack[0]);
  return hasLanes ? plans.flatMap(({ order, point, chain }) => (order === 'reverse' ? pair(point, chain[0]) : [])) : [];
}

function stepBack(failed: string, first: string, input: SceneInput): readonly CanvasEdge[] {
  const { outline, depthOf } = input;
  const from = outline.steps.get(failed);
  if (!from || isGroup(from) || isHidden(outline, failed) || !isUndoDrawn(first, input)) return [];
  if (directionOf(outline, from.block) === 'down') return [];
  return [
    edge(
      input.t,
      depthOf(from.block),
      backEdgeId(failed),
      [failed, 'back'],
      [undoNodeId(first), 'right'],
      back('back', 'taken'),
    ),
  ];
}

function back(kind: 'undo' | 'back', state: FlowEdgeData['state']): EdgeFacts {
  return { kind, label: null, title: null, state, goesOn: false, route: null, spoken: '' };
}

type End = readonly [node: string, handle: string];

function edge(
  t: Translate,
  depth: number,
  id: string,
  [source, sourceHandle]: End,
  [target, targetHandle]: End,
  data: EdgeFacts,
): CanvasEdge {
  const isFlow = data.kind === 'flow' || data.kind === 'catch' || data.kind === 'entry';
  return {
    id,
    type: 'flow',
    source,
    sourceHandle,
    target,
    targetHandle,
    data: { ...data, wordsLayer: layer.words(depth) },
    ariaLabel: data.spoken,
    selectable: isFlow,
    focusable: isFlow,
    deletable: isFlow,
    reconnectable: data.kind === 'entry' ? 'target' : isFlow,
    zIndex: layer.line(depth),
    domAttributes: isFlow ? roleOf(t) : unspoken,
  };
}
