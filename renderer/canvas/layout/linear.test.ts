import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Draft, directionOf, outlineOf, portsOf, targetOf } from '../../document/index.ts';
import { measure } from '../scene/measure.ts';
import { bigDefinition } from '../bench/definition.ts';
import { type LayoutMemory, layOutLarge } from './large.ts';

/** Blocks of any connections, loops and loose steps included, one in another. */
const blocks = fc.letrec<{ block: object; step: object }>((tie) => ({
  block: fc
    .array(fc.record({ step: tie('step'), to: fc.array(fc.nat(12), { maxLength: 3 }) }), { maxLength: 12 })
    .map((list) => ({ list })),
  step: fc.oneof(
    { depthSize: 'small', maxDepth: 2 },
    fc.constantFrom({ type: 'task' }, { type: 'task', compensate: { activity: 'http' } }, { type: 'choice' }),
    tie('block').map((body) => ({ type: 'saga', ...body })),
    fc.array(tie('block'), { maxLength: 3 }).map((ways) => ({ type: 'parallel', ways })),
  ),
}));

interface Raw {
  readonly type?: string;
  readonly list?: readonly { readonly step: Raw; readonly to: readonly number[] }[];
  readonly ways?: readonly Raw[];
}

/** Gives the steps names, and the numbers they lead to meaning. */
function drawn(raw: Raw): Draft {
  let last = 0;
  const block = ({ list = [] }: Raw): object => {
    const ids = list.map(() => `s${(last += 1)}`);
    const steps = list.map(({ step: { list: inner, ways, ...step }, to }, index) => {
      const [next, other, third] = to.map((number) => ids[number]).filter((id) => id !== undefined);
      const leads =
        step.type === 'choice'
          ? {
              branches: [
                { when: '{% true %}', next },
                { when: '{% false %}', next: other },
              ],
              otherwise: third,
            }
          : { next, ...(other ? { catch: [{ errors: ['*'], next: other }] } : {}) };
      const held = {
        ...(inner ? block({ list: inner }) : {}),
        ...(ways ? { branches: Object.fromEntries(ways.map((way) => [`b${(last += 1)}`, block(way)])) } : {}),
      };
      return [ids[index], { ...step, ...leads, ...held }];
    });
    return { start: ids[0], steps: Object.fromEntries(steps) };
  };
  return JSON.parse(JSON.stringify(block(raw))) as Draft;
}

const documents = fc
  .tuple(blocks.block, fc.constantFrom({}, { ui: { direction: 'right' } }))
  .map(([raw, more]): Draft => ({ ...drawn(raw as Raw), ...more }));
const words = (): string => 'otherwise';

test('no two steps of a block overlap, whatever is connected', () => {
  fc.assert(
    fc.property(documents, (document) => {
      const outline = outlineOf(document);
      const { positions } = layOutLarge(outline, words);
      const { steps } = measure(outline, positions);
      for (const { stepIds } of outline.blocks.values()) {
        const boxes = stepIds.map((id) => ({ ...positions[id]!, ...steps.get(id)!.room }));
        for (const [index, a] of boxes.entries()) {
          for (const b of boxes.slice(index + 1)) {
            const isApart =
              a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
            expect(isApart).toBe(true);
          }
        }
      }
    }),
    { numRuns: 150 },
  );
});

test('without loops, each step lies after all that lead to it', () => {
  fc.assert(
    fc.property(documents, (document) => {
      const outline = outlineOf(document);
      const { positions } = layOutLarge(outline);
      const { steps } = measure(outline, positions);
      const ways = [...outline.steps.values()].flatMap((entry) =>
        portsOf(entry.step)
          .flatMap((port) => outline.steps.get(targetOf(entry.step, port) ?? '') ?? [])
          .map((to) => ({ from: entry, to })),
      );
      const isForward = (from: string, to: string) => Number(from.slice(1)) < Number(to.slice(1));
      if (ways.some(({ from, to }) => !isForward(from.id, to.id))) return;
      for (const { from, to } of ways) {
        if (from.block !== to.block) continue;
        const [a, b, size] = [positions[from.id]!, positions[to.id]!, steps.get(from.id)!];
        if (directionOf(outline, from.block) === 'down') expect(b.y).toBeGreaterThanOrEqual(a.y + size.height);
        else expect(b.x).toBeGreaterThanOrEqual(a.x + size.width);
      }
    }),
    { numRuns: 150 },
  );
});

test('a chain runs straight, and branches that meet again stay beside it', () => {
  const document: Draft = {
    start: 'a',
    steps: {
      a: { type: 'choice', branches: [{ when: '{% true %}', next: 'b' }], otherwise: 'c' },
      b: { type: 'task', next: 'd' },
      c: { type: 'task', next: 'd' },
      d: { type: 'task', next: 'e' },
      e: { type: 'task' },
    },
  };
  const { positions: at, routes } = layOutLarge(outlineOf(document));
  expect(new Set([at['a']!.x, at['b']!.x, at['d']!.x, at['e']!.x]).size).toBe(1);
  expect(at['c']!.x).toBeGreaterThan(at['b']!.x + 196);
  expect(at['c']!.y).toBe(at['b']!.y);
  expect(routes['b:next']).toBeUndefined();
  expect(routes['c:next']!.points.at(-1)).toEqual({ x: at['d']!.x + 98, y: at['d']!.y });
});

test('a connection that passes steps by runs beside them', () => {
  const document: Draft = {
    start: 'a',
    steps: {
      a: { type: 'choice', branches: [{ when: '{% true %}', next: 'b' }], otherwise: 'd' },
      b: { type: 'task', next: 'c' },
      c: { type: 'task', next: 'd' },
      d: { type: 'task' },
    },
  };
  const { positions: at, routes } = layOutLarge(outlineOf(document));
  const xs = routes['a:otherwise']!.points.map(({ x }) => x);
  expect(Math.max(...xs)).toBeGreaterThan(at['c']!.x + 196);
});

test('what it remembers changes nothing', () => {
  fc.assert(
    fc.property(fc.array(documents, { minLength: 2, maxLength: 4 }), (versions) => {
      const memory: LayoutMemory = { last: null };
      for (const version of versions) {
        const outline = outlineOf(version);
        expect(layOutLarge(outline, words, memory)).toEqual(layOutLarge(outline, words));
      }
    }),
    { numRuns: 60 },
  );
});

test('five thousand steps in a row that can all lead to one handler stand in one column', () => {
  const steps = Object.fromEntries(
    Array.from({ length: 5_000 }, (_, index) => [
      `s${index}`,
      { type: 'task', ...(index < 4_999 ? { next: `s${index + 1}`, catch: [{ errors: ['*'], next: 's4999' }] } : {}) },
    ]),
  );
  const { positions } = layOutLarge(outlineOf({ start: 's0', steps }));
  expect(Math.max(...Object.values(positions).map(({ x }) => x))).toBeLessThan(100);
  expect(Object.keys(layOutLarge(outlineOf(bigDefinition(1_000, 'mixed'))).positions)).toHaveLength(1_000);
});
