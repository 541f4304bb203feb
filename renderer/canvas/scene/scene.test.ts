import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '@sagaloom/engine/core';
import { type Draft, isHidden, outlineOf, portsOf, targetOf, withInner } from '../../document/index.ts';
import { translate } from '../../locales/index.ts';
import { kept } from './kept.ts';
import { readable } from './expression.ts';
import { originOf } from './ids.ts';
import { attemptsOf, pillsOf } from './pills.ts';
import { placedNodes } from './placing.ts';
import { sceneOf } from './scene.ts';
import { summaryOf, undoSummary } from './summary.ts';
import type { Scene } from './types.ts';
import { undoOrder, undoPlans } from './undo-order.ts';

const scene = (document: Draft) =>
  sceneOf({ document, positions: {}, overlay: null, problems: new Map(), t: translate });

const looking = (document: Draft, how: Pick<Parameters<typeof sceneOf>[0], 'within' | 'wayBack'>) =>
  sceneOf({ document, positions: {}, overlay: null, problems: new Map(), t: translate, ...how });

function isSound({ nodes, edges }: Scene): void {
  const known = new Map<string, ReadonlySet<string>>();
  for (const { id, parentId, handles } of nodes) {
    expect(known.has(id)).toBe(false);
    if (parentId !== undefined) expect(known.has(parentId)).toBe(true);
    known.set(id, new Set(handles?.map((handle) => `${handle.type} ${handle.id}`)));
  }
  expect(new Set(edges.map(({ id }) => id)).size).toBe(edges.length);
  for (const { source, sourceHandle, target, targetHandle } of edges) {
    expect(known.get(source)).toContain(`source ${sourceHandle}`);
    expect(known.get(target)).toContain(`target ${targetHandle}`);
  }
}

/** Half-drawn documents of all kinds of steps, with connections that lead somewhere, nowhere, or out of their block. */
const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const anyId = fc.constantFrom(...ids, 'gone');
const { steps: anySteps } = fc.letrec<{ steps: Record<string, unknown>; step: unknown; block: unknown }>((tie) => ({
  block: fc.record({ start: anyId, steps: tie('steps') }, { requiredKeys: [] }),
  step: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.record(
      {
        type: fc.constantFrom('task', 'wait', 'set', 'fail', 'emit', 'child', 'continueAsNew', 'nonsense'),
        next: anyId,
        compensate: fc.constant({ activity: 'http' }),
      },
      { requiredKeys: ['type'] },
    ),
    fc.record(
      {
        type: fc.constant('choice'),
        branches: fc.array(fc.record({ next: anyId }, { requiredKeys: [] }), { maxLength: 3 }),
        otherwise: anyId,
      },
      { requiredKeys: ['type'] },
    ),
    fc.record(
      {
        type: fc.constantFrom('saga', 'try', 'map'),
        start: anyId,
        steps: tie('steps'),
        finally: tie('block'),
        next: anyId,
      },
      { requiredKeys: ['type', 'steps'] },
    ),
    fc.record(
      {
        type: fc.constant('receive'),
        signal: fc.constant('paid'),
        timeout: fc.constant('1h'),
        onTimeout: anyId,
        next: anyId,
      },
      { requiredKeys: ['type'] },
    ),
    fc.record(
      { type: fc.constant('parallel'), branches: fc.dictionary(fc.constantFrom('left', 'right'), tie('block')) },
      { requiredKeys: ['type'] },
    ),
  ),
  steps: fc.dictionary(fc.constantFrom(...ids), tie('step'), { maxKeys: 5 }),
}));
const anyDocument = fc.record({ start: anyId, steps: anySteps }) as fc.Arbitrary<unknown> as fc.Arbitrary<Draft>;

describe('the scene', () => {
  test('a group that is collapsed is one card: nothing in it is drawn, nor any line to or from it', () => {
    fc.assert(
      fc.property(anyDocument, fc.subarray(ids), (document, closed) => {
        const places = Object.fromEntries(closed.map((id) => [id, { x: 0, y: 0, collapsed: true }]));
        const drawn: Draft = { ...document, ui: { steps: places } };
        const { nodes, edges } = scene(drawn);
        const outline = outlineOf(drawn);
        const shown = nodes.filter(({ type }) => type === 'step' || type === 'frame').map(({ id }) => id);
        expect(shown.toSorted()).toEqual([...outline.steps.keys()].filter((id) => !isHidden(outline, id)).toSorted());
        const known = new Set(nodes.map(({ id }) => id));
        expect(edges.filter(({ source, target }) => !known.has(source) || !known.has(target))).toEqual([]);
      }),
    );
  });

  test('draws every step once, every connection that stays in its block once, and nothing else', () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        const { nodes, edges } = scene(document);
        const { steps, blocks } = outlineOf(document);
        const drawn = nodes.filter(({ type }) => type === 'step' || type === 'frame').map(({ id }) => id);
        expect(drawn.toSorted()).toEqual([...steps.keys()].toSorted());
        const wanted = [...steps.values()].flatMap(({ id, step, block }) =>
          portsOf(step).flatMap((port) =>
            steps.get(targetOf(step, port) ?? '')?.block === block ? [`${id}:${port}`] : [],
          ),
        );
        const starts = [...blocks.values()].flatMap(({ key, start }) =>
          steps.get(start ?? '')?.block === key ? [`:start:${key}`] : [],
        );
        const flow = edges.filter(({ id }) => originOf(id) !== null).map(({ id }) => id);
        expect(flow.toSorted()).toEqual([...wanted, ...starts].toSorted());
      }),
      { numRuns: 300 },
    );
  });

  test('has unique ids, parents before children, and both ends of every edge', () => {
    fc.assert(
      fc.property(anyDocument, (document) => isSound(scene(document))),
      { numRuns: 300 },
    );
  });

  test('so it has with the way back drawn, whatever is collapsed and whichever step is thought to fail', () => {
    fc.assert(
      fc.property(anyDocument, fc.subarray(ids), fc.option(anyId), (document, closed, failing) => {
        const places = Object.fromEntries(closed.map((id) => [id, { x: 0, y: 0, collapsed: true }]));
        const drawn = looking({ ...document, ui: { steps: places } }, { wayBack: { failing } });
        isSound(drawn);
        const chips = placedNodes(drawn).filter(({ type }) => type === 'undo');
        for (const lane of drawn.nodes.filter(({ type }) => type === 'back')) {
          const inLane = chips.filter(({ parentId }) => parentId === lane.parentId);
          expect(inLane.length).toBeGreaterThan(0);
          const saga = drawn.nodes.find(({ id }) => id === lane.parentId);
          for (const one of inLane) expect(one.position.x + (one.width ?? 0)).toBeLessThanOrEqual(saga?.width ?? 0);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('a container alone is drawn with what it holds, and with nothing else', () => {
    fc.assert(
      fc.property(anyDocument, anyId, fc.boolean(), (document, within, isBack) => {
        const outline = outlineOf(document);
        const drawn = looking(document, { within, wayBack: isBack ? { failing: null } : null });
        isSound(drawn);
        const isContainer = (outline.steps.get(within)?.blocks.length ?? 0) > 0;
        expect(drawn.within).toBe(isContainer ? within : null);
        const shown = drawn.nodes.filter(({ type }) => type === 'step' || type === 'frame').map(({ id }) => id);
        const wanted = isContainer ? withInner(outline, within) : [...outline.steps.keys()];
        expect(shown.toSorted()).toEqual([...wanted].toSorted());
      }),
      { numRuns: 300 },
    );
  });

  test('a group holds its steps: none reaches over its border', () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        const nodes = placedNodes(scene(document));
        const byId = new Map(nodes.map((node) => [node.id, node]));
        for (const { parentId, position, width, height, type } of nodes) {
          const parent = byId.get(parentId ?? '');
          if (!parent || type === 'undo') continue;
          expect(position.x + (width ?? 0)).toBeLessThanOrEqual(parent.width ?? 0);
          expect(position.y + (height ?? 0)).toBeLessThanOrEqual(parent.height ?? 0);
        }
      }),
    );
  });
});

describe('undo', () => {
  const task = (next?: string): JsonObject => ({
    type: 'task',
    compensate: { activity: 'x' },
    ...(next ? { next } : {}),
  });
  const saga = (more: JsonObject = {}): Draft => ({
    start: 's',
    steps: {
      s: {
        type: 'saga',
        start: 'a',
        steps: {
          a: task('b'),
          b: task('p'),
          p: { type: 'parallel', branches: { l: { start: 'c', steps: { c: task() } } } },
        },
        ...more,
      },
    },
  });

  test('the last step is undone first, steps of branches among them', () => {
    expect(Object.fromEntries(undoOrder(outlineOf(saga())))).toEqual({ c: 1, b: 2, a: 3 });
  });

  test('if a step fails, only what came before it is undone', () => {
    const outline = outlineOf(saga());
    expect(undoPlans(outline, 'b')).toMatchObject([{ chain: ['a'], point: 'b', isPast: false }]);
    expect(undoPlans(outline, 'c')).toMatchObject([{ chain: ['b', 'a'] }]);
    expect(undoPlans(outline, 's')).toMatchObject([{ chain: ['c', 'b', 'a'], point: null }]);
  });

  test('[SG6] a point of no return is the last step whose failure leads back; after it nothing is undone', () => {
    const outline = outlineOf({
      start: 's',
      steps: {
        s: {
          type: 'saga',
          start: 'a',
          steps: { a: task('p'), p: { type: 'task', pivot: true, next: 'z' }, z: task() },
        },
      },
    });
    expect(undoPlans(outline)).toMatchObject([{ chain: ['a'], point: 'p', isPast: false }]);
    expect(undoPlans(outline, 'z')).toMatchObject([{ chain: [], point: 'z', isPast: true }]);
  });

  test('says what it does: by its name, its workflow, or its activity', () => {
    const named = (compensate: JsonObject): string => undoSummary({ type: 'child', compensate }, translate);
    expect(named({ activity: 'http', name: 'refund' })).toBe('refund');
    expect(named({ workflow: 'give-back' })).toBe('give-back');
    expect(named({ activity: 'http', with: { method: 'DELETE', url: 'https://shop.example.com/orders/1' } })).toBe(
      'DELETE /orders/1',
    );
    expect(named({})).toBe('undo');
  });

  test('undos that run together have no numbers', () => {
    expect(undoOrder(outlineOf(saga({ order: 'parallel' }))).size).toBe(0);
  });
});

test.each([
  ['{% config.SHOP_URL & "/reservations" %}', '/reservations'],
  ['{% config.SHOP_URL & "/payments/" & step.key & "/refund" %}', '/payments/{key}/refund'],
  ['{% config.SHOP_URL %}', 'config.SHOP_URL'],
  ['{% $sum(input.items.price) %}', '$sum(input.items.price)'],
  ['https://example.com/a', 'https://example.com/a'],
])('%s reads %s', (text, words) => {
  expect(readable(text)).toBe(words);
});

test('a card says what its step does', () => {
  const http = (url: string): JsonObject => ({ type: 'task', activity: 'http', with: { method: 'POST', url } });
  expect(summaryOf(http('{% config.SHOP_URL & "/payments" %}'), translate)).toBe('POST /payments');
  expect(summaryOf(http('https://shop.example.com/payments'), translate)).toBe('POST /payments');
  expect(summaryOf(http(''), translate)).toBe('POST · no address yet');
});

test.each<[JsonObject, string]>([
  [{ type: 'wait', for: '2h' }, 'for 2\u2009h'],
  [{ type: 'wait', until: '2026-01-31T12:00:00Z' }, 'until 2026-01-31 12:00 UTC'],
  [{ type: 'wait', until: '{% input.due %}' }, 'until input.due'],
  [{ type: 'choice', branches: [{}, {}], otherwise: 'b' }, '2 conditions, else Refuse'],
  [{ type: 'choice', branches: [{}] }, '1 condition, else an error'],
  [{ type: 'receive', signal: 'approved', timeout: '2h' }, 'signal approved, up to 2\u2009h'],
  [{ type: 'emit', signal: 'paid', to: '{% input.shop %}' }, 'signal paid to input.shop'],
  [{ type: 'emit', event: 'order.paid' }, 'event order.paid'],
  [{ type: 'set', assign: { total: '{% $sum(input.items.price) %}' } }, 'total = $sum(input.items.price)'],
  [{ type: 'set', assign: { a: 1, b: 2 } }, 'a, b'],
  [{ type: 'fail', error: { type: 'payment.declined', message: 'No money' } }, 'payment.declined · No money'],
  [{ type: 'succeed', output: { id: 1, total: 2 } }, 'ends the run with { id, total }'],
  [{ type: 'continueAsNew', input: '{% vars.next %}' }, 'goes on as a new run with vars.next'],
  [{ type: 'task', activity: 'script', with: { total: 1, stock: 2 } }, 'script · total, stock'],
])('%j reads %s', (step, words) => {
  expect(summaryOf(step, translate, (id) => (id === 'b' ? 'Refuse' : id))).toBe(words);
});

test('attempts are those of the rule that is not for lost workers', () => {
  expect(attemptsOf([{ errors: ['worker'], maxAttempts: 20 }, { errors: ['http'] }])).toBe('3');
  expect(attemptsOf([{ maxAttempts: 1_000_000 }])).toBe('∞');
  expect(pillsOf({ type: 'task', timeouts: { startToClose: '30s' }, pivot: true }, {})).toEqual([
    { kind: 'limit', text: '30\u2009s' },
    { kind: 'pivot', text: '' },
  ]);
  expect(pillsOf({ type: 'task', retry: [{ maxAttempts: 3 }], readOnly: true, catch: [{}] }, {}, true)).toEqual([
    { kind: 'afterPivot', text: '∞' },
    { kind: 'catch', text: '', about: '*' },
    { kind: 'readOnly', text: '' },
  ]);
});

test('what is drawn as before stays the same object', () => {
  const before = [
    { id: 'a', data: { x: [1] } },
    { id: 'b', data: { x: [2] } },
  ];
  const after = kept(before, [
    { id: 'a', data: { x: [1] } },
    { id: 'b', data: { x: [3] } },
  ]);
  expect(after[0]).toBe(before[0]);
  expect(after[1]).not.toBe(before[1]);
  expect(kept(before, structuredClone(before))).toBe(before);
});

test('a collapsed group says what is wrong in it, the gravest first', () => {
  const inner = { a: { type: 'set', assign: {} }, b: { type: 'set', assign: {} } };
  const document: Draft = {
    start: 'm',
    steps: { m: { type: 'map', items: [], start: 'a', steps: inner } },
    ui: { steps: { m: { x: 0, y: 0, collapsed: true } } },
  };
  const problems = new Map([
    ['a', { severity: 'warning', count: 2, message: 'unsure' } as const],
    ['b', { severity: 'error', count: 1, message: 'wrong' } as const],
  ]);
  const { nodes } = sceneOf({ document, positions: {}, overlay: null, problems, t: translate });
  expect(nodes.find(({ id }) => id === 'm')).toMatchObject({
    type: 'step',
    data: { collapsed: true, problem: { severity: 'error', count: 3, message: 'wrong' } },
  });
});
