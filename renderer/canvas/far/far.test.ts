import { expect, test } from 'vitest';
import { type Draft, outlineOf } from '../../document/index.ts';
import { translate as t } from '../../locales/index.ts';
import { bigDefinition } from '../bench/definition.ts';
import { layOutLarge } from '../layout/large.ts';
import type { RunOverlay } from '../overlay.ts';
import { placedNode } from '../scene/placing.ts';
import { sceneOf } from '../scene/scene.ts';
import type { Scene } from '../scene/types.ts';
import { boxesOf } from './boxes.ts';
import { farModelOf, thingAt } from './model.ts';
import { chosenOnly, elementsIn, nextSight, type Sight } from './sight.ts';

function drawn(document: Draft, overlay: RunOverlay | null = null): Scene {
  return sceneOf({ document, ...layOutLarge(outlineOf(document)), overlay, problems: new Map(), t });
}

const scene = drawn(bigDefinition(1_500, 'mixed'));
const window = { x: 0, y: 0, width: 1_440, height: 900 };

test('in an area is all that touches it, with what holds it and both ends of every connection', () => {
  const { nodes, edges } = elementsIn(scene, window, []);
  const given = new Set(nodes.map(({ id }) => id));
  const boxes = boxesOf(scene);
  for (const [number, node] of scene.nodes.entries()) {
    const isInside = boxes.x[number]! <= window.width && boxes.y[number]! <= window.height;
    if (isInside) expect(given.has(node.id)).toBe(true);
  }
  for (const { parentId } of nodes) if (parentId !== undefined) expect(given.has(parentId)).toBe(true);
  for (const { source, target } of edges) expect(given.has(source) && given.has(target)).toBe(true);
  const order = nodes.map(({ id }) => boxes.numberOf.get(id)!);
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect(nodes.length).toBeLessThan(scene.nodes.length / 4);
});

test('what is chosen is given wherever it is; from afar it is given alone, on the whole drawing', () => {
  const last = scene.nodes.findLast(({ type, parentId }) => type === 'step' && parentId !== undefined)!;
  const number = boxesOf(scene).numberOf.get(last.id)!;
  expect(elementsIn(scene, window, [last.id]).nodes).toContain(placedNode(scene, number));
  const [alone, ...others] = chosenOnly(scene, [last.id, 'nobody']).nodes;
  expect(others).toEqual([]);
  expect(alone).toMatchObject({ id: last.id, position: { x: boxesOf(scene).x[number], y: boxesOf(scene).y[number] } });
  expect(alone).not.toHaveProperty('parentId');
});

test('far begins where many small things are in the window, ends a little nearer, and near it keeps what is enough', () => {
  const many = () => 1_000;
  const at = (zoom: number, x = 0) => ({ zoom, area: { x, y: 0, width: 1_000 / zoom, height: 800 / zoom } });
  const far = nextSight(null, at(0.4), many);
  expect(far.isFar).toBe(true);
  expect(nextSight(null, at(0.4), () => 100).isFar).toBe(false);
  expect(nextSight(far, at(0.48), many)).toBe(far);
  expect(nextSight(far, at(0.55), many).isFar).toBe(false);
  const near: Sight = nextSight(null, at(1), many);
  expect(nextSight(near, at(1, 300), many)).toBe(near);
  expect(nextSight(near, at(1, 700), many)).not.toBe(near);
});

test('the model draws every node and every connection, each by its look', () => {
  const model = farModelOf(scene);
  const count = [...model.things.values()].reduce((sum, list) => sum + list.length, model.grounds.length);
  expect(count).toBe(scene.nodes.length);
  const undos = [...model.things.get('undo')!].map((number) => scene.nodes[number]!.type);
  expect(new Set(undos)).toEqual(new Set(['undo']));
  expect(model.lines.plain.length).toBeGreaterThanOrEqual(4 * (scene.edges.length / 2));
  for (const value of model.lines.plain) expect(Number.isFinite(value)).toBe(true);
});

test('states of a run give looks of their own', () => {
  const document = bigDefinition(900, 'mixed');
  const [first, second] = outlineOf(document).steps.keys();
  const state = { attempts: 1, undoOrder: null, undo: 'none', errorType: null, items: null, child: null } as const;
  const steps = {
    [first!]: { ...state, state: 'completed' as const },
    [second!]: { ...state, state: 'failed' as const },
  };
  const model = farModelOf(drawn(document, { steps, taken: new Set(), wayBack: [], failed: null }));
  expect(model.things.get('state.done')).toHaveLength(1);
  expect(model.things.get('state.failed')).toHaveLength(1);
});

test('at a point is the innermost thing', () => {
  const boxes = boxesOf(scene);
  const inner = scene.nodes.find(({ type, parentId }) => type === 'step' && parentId !== undefined)!;
  const number = boxes.numberOf.get(inner.id)!;
  expect(thingAt(scene, boxes.x[number]! + 5, boxes.y[number]! + 5)).toBe(inner);
  expect(thingAt(scene, -500, -500)).toBeNull();
});
