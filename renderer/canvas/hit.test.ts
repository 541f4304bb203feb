import { expect, test } from 'vitest';
import type { Draft } from '../document/index.ts';
import { translate } from '../locales/index.ts';
import { absolutePositions, blockAtPoint } from './hit.ts';
import { sceneOf } from './scene/scene.ts';

const inner = { type: 'map', items: [], start: 'a', steps: { a: { type: 'set', assign: {} } } };
const document: Draft = { start: 'each', steps: { each: inner } };
const drawn = (collapsed: boolean) =>
  sceneOf({
    document: { ...document, ui: { steps: { each: { x: 40, y: 80, collapsed } } } },
    positions: { each: { x: 40, y: 80 } },
    overlay: null,
    problems: new Map(),
    t: translate,
  });

test('what is let go over a map falls into its body; what is moved with it does not; a collapsed one takes nothing', () => {
  const scene = drawn(false);
  const at = absolutePositions(scene).get('a') ?? { x: 0, y: 0 };
  const point = { x: at.x + 10, y: at.y + 10 };
  expect(blockAtPoint(scene, point, () => false).block).toBe('each/body');
  expect(blockAtPoint(scene, point, (step) => step === 'each').block).toBe('');
  expect(blockAtPoint(drawn(true), point, () => false).block).toBe('');
});
