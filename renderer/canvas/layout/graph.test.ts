import Elk from 'elkjs/lib/elk.bundled.js';
import { expect, test } from 'vitest';
import { type Draft, outlineOf } from '../../document/index.ts';
import { measure } from '../scene/measure.ts';
import { layOut } from './graph.ts';

const elk = new Elk();
const lay = async (document: Draft) => (await layOut(outlineOf(document), (graph) => elk.layout(graph))).positions;
const task = (next?: string, undo = false) => ({
  type: 'task',
  activity: 'http',
  ...(next ? { next } : {}),
  ...(undo ? { compensate: { activity: 'http' } } : {}),
});

const order: Draft = {
  start: 'check',
  steps: {
    check: task('place'),
    place: {
      type: 'saga',
      start: 'reserve',
      steps: { reserve: task('pay', true), pay: task('ship', true), ship: task() },
      next: 'notify',
    },
    notify: task(),
  },
};

test('the steps of a saga stand in a row, and the flow enters it straight from above', async () => {
  const at = await lay(order);
  expect(at.reserve!.y).toBe(at.pay!.y);
  expect(at.pay!.x - at.reserve!.x).toBe(196 + 64);
  expect(at.check!.x).toBe(at.place!.x + at.reserve!.x);
  expect(at.notify!.y).toBeGreaterThan(at.place!.y + measure(outlineOf(order), at).steps.get('place')!.height);
});

test('no two steps of a block overlap, undo chips included', async () => {
  const steps = Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => [
      `s${index}`,
      index % 7 === 3
        ? {
            type: 'choice',
            branches: [{ when: '{% true %}', next: `s${(index * 3) % 40}` }],
            otherwise: `s${Math.min(39, index + 1)}`,
          }
        : task(`s${(index * 5 + 1) % 40}`, index % 2 === 0),
    ]),
  );
  const document: Draft = { start: 's0', steps };
  const at = await lay(document);
  const sizes = measure(outlineOf(document), at).steps;
  const boxes = Object.entries(at).map(([id, { x, y }]) => ({ x, y, ...sizes.get(id)!.room }));
  const overlapping = boxes.flatMap((a, i) =>
    boxes
      .slice(i + 1)
      .filter((b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height),
  );
  expect(overlapping).toEqual([]);
});
