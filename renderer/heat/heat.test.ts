import { count, emptyHistogram, type FlowHeat, type Heat, histogramOf, type StepHeat } from '@sagaloom/engine/contract';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyScene, type Scene } from '../canvas/scene/types.ts';
import { sceneOf } from '../canvas/scene/scene.ts';
import { nodeLook } from '../canvas/far/looks.ts';
import { withHeat } from '../canvas/heat.ts';
import { outlineOf } from '../document/index.ts';
import type { Formats } from '../locales/format.ts';
import { translate } from '../locales/index.ts';
import { trafficOn } from './flows.ts';
import { greatest, levelOf, valueOf } from './measures.ts';
import { heatOverlay } from './overlay.ts';

const formats = { count: String, duration: String, dateTime: String } as unknown as Formats;
const said = { t: translate, formats };

const document = {
  format: 'sagaloom/v1',
  name: 'order',
  start: 'check',
  steps: {
    check: {
      type: 'choice',
      branches: [
        { when: '{% input.large %}', next: 'review' },
        { when: '{% input.small %}', next: 'place' },
      ],
      otherwise: 'place',
    },
    review: {
      type: 'receive',
      signal: 'ok',
      timeout: '1h',
      onTimeout: 'late',
      next: 'place',
      catch: [{ errors: ['signal'], next: 'late' }],
    },
    place: {
      type: 'saga',
      retry: [{ errors: ['*'], maxAttempts: 2 }],
      start: 'reserve',
      steps: { reserve: { type: 'task', activity: 'log', next: 'ship' }, ship: { type: 'task', activity: 'log' } },
      next: 'done',
    },
    late: { type: 'set', assign: {}, next: 'done' },
    done: { type: 'succeed' },
  },
};
const outline = outlineOf(document);
const ids = [...outline.steps.keys(), 'gone', 'old'];

const step = (id: string, change: Partial<StepHeat> = {}): StepHeat => ({
  step: id,
  type: 'task',
  runs: 1,
  entered: 1,
  open: 0,
  last: 0,
  completed: 1,
  failed: 0,
  caught: 0,
  cancelled: 0,
  retries: 0,
  undone: 0,
  undoFailed: 0,
  waits: 0,
  waitMs: 0,
  durations: histogramOf(emptyHistogram()),
  errors: [],
  ...change,
});
const heatWith = (flows: readonly FlowHeat[], steps: readonly StepHeat[] = []): Heat => ({
  workflow: 'order',
  source: 'runs',
  runs: 1,
  more: false,
  from: null,
  to: null,
  durations: histogramOf(emptyHistogram()),
  steps,
  flows,
  versions: [],
});
const flow = (
  from: string | null,
  to: string,
  exit: FlowHeat['exit'] = 'next',
  error: string | null = null,
  times = 1,
): FlowHeat => ({ from, to, exit, error, count: times });
const edgesOf = (flows: readonly FlowHeat[]) => Object.fromEntries(trafficOn(heatWith(flows), outline).edges);

const anyFlow: fc.Arbitrary<FlowHeat> = fc.record({
  from: fc.constantFrom(null, ...ids),
  to: fc.constantFrom(...ids),
  exit: fc.constantFrom('next', 'otherwise', 'branch:0', 'branch:1', 'branch:7', 'catch'),
  error: fc.constantFrom(null, 'timeout.signal', 'signal.notFound', 'http.503'),
  count: fc.integer({ min: 1, max: 1_000 }),
});

test('no traffic is lost: all of it is on a connection that leads there, or is missing', () => {
  fc.assert(
    fc.property(fc.array(anyFlow, { maxLength: 40 }), (flows) => {
      const { edges, missing } = trafficOn(heatWith(flows), outline);
      const sum = (numbers: Iterable<number>): number => [...numbers].reduce((all, one) => all + one, 0);
      expect(sum(edges.values()) + sum(missing.map(({ count: times }) => times))).toBe(
        sum(flows.map((one) => one.count)),
      );
      const drawn = new Set(sceneWithout().edges.map(({ id }) => id));
      expect([...edges.keys()].filter((id) => !drawn.has(id))).toEqual([]);
    }),
  );
});

test('each exit is on the port that was taken', () => {
  expect(
    edgesOf([
      flow(null, 'check'),
      flow('check', 'review', 'branch:0'),
      flow('check', 'place', 'branch:1'),
      flow('check', 'place', 'otherwise'),
    ]),
  ).toEqual({
    ':start:': 1,
    'check:branch:0': 1,
    'check:branch:1': 1,
    'check:otherwise': 1,
  });
  expect(
    edgesOf([
      flow('review', 'late', 'catch', 'timeout.signal', 3),
      flow('review', 'late', 'catch', 'signal.invalid', 2),
    ]),
  ).toEqual({
    'review:timeout': 3,
    'review:catch:0': 2,
  });
});

test('a block that begins anew enters it again; any other way that is not drawn is missing', () => {
  expect(edgesOf([flow(null, 'reserve', 'next', null, 2), flow('ship', 'reserve')])).toEqual({
    ':start:place/body': 3,
  });
  const { missing, unknown, never } = trafficOn(
    heatWith([flow('done', 'check'), flow('check', 'gone')], [step('gone'), step('check')]),
    outline,
  );
  expect(missing).toEqual([
    { from: 'done', to: 'check', count: 1 },
    { from: 'check', to: 'gone', count: 1 },
  ]);
  expect(unknown).toEqual(['gone']);
  expect(never).toEqual(['review', 'place', 'late', 'done', 'reserve', 'ship']);
});

test('levels rise with the value, and the greatest is the hottest', () => {
  const value = fc.double({ min: 0, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(value, value, fc.double({ min: 0.001, max: 1e6, noNaN: true }), (a, b, most) => {
      expect(levelOf(Math.max(a, b), most)).toBeGreaterThanOrEqual(levelOf(Math.min(a, b), most));
      expect(levelOf(most, most)).toBe(5);
      expect(levelOf(0, most)).toBe(0);
    }),
  );
});

test('what waits or holds others does not set the scale of durations', () => {
  const lasting = (ms: number) => {
    const tally = emptyHistogram();
    count(tally, ms);
    return histogramOf(tally);
  };
  const heat = heatWith(
    [],
    [step('review', { type: 'receive', durations: lasting(1e9) }), step('ship', { durations: lasting(200) })],
  );
  expect(greatest(heat, 'p95')).toBe(200);
  expect(levelOf(valueOf(heat.steps[0]!, 'p95'), greatest(heat, 'p95'))).toBe(5);
});

let known: Scene = emptyScene;
function sceneWithout(): Scene {
  if (known === emptyScene)
    known = sceneOf({ document, positions: {}, overlay: null, problems: new Map(), t: translate });
  return known;
}

test('on the drawing: figures on cards and ways, missing ways as edges of their own; what did not change stays the same object', () => {
  const heat = heatWith(
    [flow(null, 'check', 'next', null, 4), flow('check', 'review', 'branch:0'), flow('done', 'late', 'next', null, 2)],
    [step('check', { entered: 4 }), step('review'), step('done'), step('late')],
  );
  const overlay = heatOverlay(heat, outline, trafficOn(heat, outline), 'traffic', said);
  const scene = withHeat(sceneWithout(), overlay);
  const card = scene.nodes.find(({ id }) => id === 'check');
  expect(card?.type === 'step' && card.data.heat).toMatchObject({ level: 5, badge: '4' });
  expect(card?.ariaLabel).toContain('4 visits');
  const never = scene.nodes.find(({ id }) => id === 'ship');
  expect(never?.type === 'step' && never.data.heat).toMatchObject({ level: null, badge: 'never seen' });
  expect(scene.edges.find(({ id }) => id === 'check:branch:0')?.data?.heat?.text).toBe('1 · 25 %');
  expect(scene.edges.find(({ id }) => id === 'check:otherwise')?.data?.heat?.text).toBeNull();
  expect(scene.edges.filter(({ data }) => data?.kind === 'missing')).toEqual([]); // nothing leads out of a `succeed`
  expect(card && nodeLook(card)).toBe('heat.5'); // from afar as well
  expect(never && nodeLook(never)).toBe('heat.never');
  const again = withHeat(sceneWithout(), overlay);
  expect(again.nodes.every((node, at) => node === scene.nodes[at])).toBe(true);

  const skipped = heatWith([flow('check', 'late', 'next', null, 2)], [step('check'), step('late')]);
  const missing = withHeat(sceneWithout(), heatOverlay(skipped, outline, trafficOn(skipped, outline), 'p95', said));
  expect(missing.edges.filter(({ data }) => data?.kind === 'missing')).toMatchObject([
    { source: 'check', target: 'late' },
  ]);
});
