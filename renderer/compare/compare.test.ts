import { columnsOf } from '@sagaloom/engine/contract';
import type { Json } from '@sagaloom/engine/core';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readTrace } from '../../engine/telemetry/read-trace.ts';
import { anyHistory } from '../../engine/telemetry/testing/histories.ts';
import { align, type Alignment } from './align.ts';
import { comparisonOf } from './comparison.ts';
import { contributionsOf } from './contributions.ts';
import { criticalOf, lengthOf } from './critical.ts';
import { jsonDifferences } from './json-diff.ts';
import { paired } from './lcs.ts';
import { partingOf } from './parting.ts';
import { differs, rowAt } from './rows.ts';
import { anyForeign, anyPlans, anyTree as anyMade, type Plan, treeFrom } from './testing/traces.ts';
import { type Tree, treeOf } from './tree.ts';
import { packed, unpacked } from './working/parcel.ts';

/** Made here, or by the engine's own fold of a history. */
const anyTree = fc.oneof(
  anyMade,
  anyHistory.map((history) => treeOf(columnsOf(readTrace(history)).columns)),
);

const pairsOf = ({ lefts, rights, count }: Alignment): ReadonlySet<string> =>
  new Set(Array.from({ length: count }, (_, row) => `${lefts[row]}:${rights[row]}`));
const sum = (numbers: Iterable<number>): number => [...numbers].reduce((all, one) => all + one, 0);
const namesOf = (alignment: Alignment) =>
  Array.from({ length: alignment.count }, (_, row) => rowAt(alignment, row)).filter(({ role }) => role === 'step');

test('a trace compared with itself: every span is its own partner, and nothing differs', () => {
  fc.assert(
    fc.property(anyTree, (tree) => {
      const alignment = align(tree, tree);
      expect(alignment.count).toBe(tree.columns.count);
      expect([...alignment.lefts]).toEqual([...alignment.rights]);
      expect(partingOf(alignment)).toBeNull();
      for (let row = 0; row < alignment.count; row += 1) expect(differs(alignment, row)).toBe(false);
      expect(contributionsOf(alignment).parts).toEqual([]);
    }),
  );
});

test('each span of either side is in exactly one row, and each row is in a row before it', () => {
  fc.assert(
    fc.property(anyTree, anyTree, (left, right) => {
      const { lefts, rights, parent, count, end } = align(left, right);
      const seen = (spans: Int32Array): readonly number[] =>
        [...spans].filter((span) => span >= 0).toSorted((a, b) => a - b);
      expect(seen(lefts)).toEqual([...Array(left.columns.count).keys()]);
      expect(seen(rights)).toEqual([...Array(right.columns.count).keys()]);
      for (let row = 0; row < count; row += 1) {
        expect(Math.max(lefts[row]!, rights[row]!)).toBeGreaterThanOrEqual(0);
        expect(parent[row]).toBeLessThan(row);
        if (parent[row]! >= 0) expect(end[parent[row]!]).toBeGreaterThanOrEqual(end[row]!);
      }
    }),
  );
});

test('what is in partners, or in something that has none, stays within it on each side', () => {
  fc.assert(
    fc.property(anyTree, anyTree, (left, right) => {
      const { lefts, rights, parent, count } = align(left, right);
      const isIn = (tree: Tree, spans: Int32Array, row: number): boolean => {
        const span = spans[row]!;
        return span < 0 || tree.parent[span] === -1 || spans[parent[row]!] === tree.parent[span];
      };
      for (let row = 0; row < count; row += 1) expect(isIn(left, lefts, row) && isIn(right, rights, row)).toBe(true);
    }),
  );
});

test('with the sides swapped, partners stay partners', () => {
  fc.assert(
    fc.property(anyTree, anyTree, (left, right) => {
      const there = pairsOf(align(left, right));
      const back = [...pairsOf(align(right, left))].map((pair) => pair.split(':').toReversed().join(':'));
      expect(new Set(back)).toEqual(there);
    }),
  );
});

test('ids of runs and lengths do not matter', () => {
  fc.assert(
    fc.property(anyPlans, fc.nat(50), (plans, more) => {
      const longer = (all: readonly Plan[]): readonly Plan[] =>
        all.map((plan) => ({ ...plan, ms: plan.ms + more, ...(plan.within ? { within: longer(plan.within) } : {}) }));
      const alignment = align(treeFrom(plans, 'one'), treeFrom(longer(plans), 'other'));
      expect(partingOf(alignment)).toBeNull();
      expect([...alignment.lefts, ...alignment.rights].every((span) => span >= 0)).toBe(true);
    }),
  );
});

test('moments of a trace are accounted for once: what each span had for itself makes its length', () => {
  fc.assert(
    fc.property(anyTree, (tree) => {
      const { total, own, outside } = criticalOf(tree);
      expect(total).toBe(lengthOf(tree));
      expect(sum(own) + outside).toBeCloseTo(total, 6);
      expect(Math.min(0, outside, ...own)).toBe(0);
    }),
  );
});

test('the contributions of all steps make the difference of the two', () => {
  fc.assert(
    fc.property(anyTree, anyTree, (left, right) => {
      const { parts, ...totals } = contributionsOf(align(left, right));
      expect(sum(parts.map(({ delta }) => delta))).toBeCloseTo(totals.right - totals.left, 6);
      const sizes = parts.map(({ delta }) => Math.abs(delta));
      expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
    }),
  );
});

test('what one trace has and the other has not, is in rows of its own', () => {
  const before = treeFrom([
    { id: 'check', ms: 1 },
    { id: 'charge', ms: 10, attempts: 1 },
  ]);
  const after = treeFrom([
    { id: 'check', ms: 1 },
    { id: 'review', ms: 5 },
    { id: 'charge', ms: 40, attempts: 2 },
  ]);
  const rows = namesOf(align(before, after));
  expect(rows.map(({ name, differences }) => [name, differences])).toEqual([
    ['check', []],
    ['review', ['onlyRight']],
    ['charge', ['attempts']],
  ]);
  expect(rows[2]).toMatchObject({ delta: 30, share: 3, left: { attempts: 1 }, right: { attempts: 2 } });
});

test('steps that come again are partners by their turn within their block, undos by the step they undo', () => {
  const once: Plan = { id: 'place', ms: 0, within: [{ id: 'reserve', ms: 1, undone: true }] };
  const twice = treeFrom([once, once]);
  const alignment = align(treeFrom([once]), twice);
  expect(namesOf(alignment).map(({ name, differences }) => `${name} ${differences.join()}`)).toEqual([
    'place ',
    'reserve ',
    'place#2 onlyRight',
    'reserve#2 onlyRight',
  ]);
});

test('where they parted: the way of a choice, before what came of it', () => {
  const way = (branch: number, next: string): Tree =>
    treeFrom([
      { id: 'check', ms: 1, branch },
      { id: next, ms: 1 },
    ]);
  const alignment = align(way(0, 'ship'), way(1, 'mail'));
  const parting = partingOf(alignment);
  expect(parting).toMatchObject({ kind: 'branch', left: 0, right: 1 });
  expect(rowAt(alignment, parting!.row).name).toBe('check');
});

test('where they parted: one went on to another step, or ended', () => {
  const alignment = align(
    treeFrom([{ id: 'check', ms: 1 }]),
    treeFrom([
      { id: 'check', ms: 1 },
      { id: 'ship', ms: 1 },
    ]),
  );
  const parting = partingOf(alignment);
  expect(parting).toMatchObject({ kind: 'order', left: null });
  if (parting?.kind !== 'order') throw new Error('no order');
  expect(rowAt(alignment, parting.after!).name).toBe('check');
  expect(rowAt(alignment, parting.right!).name).toBe('ship');
});

test('where they parted: the step that failed, not the saga that failed for it', () => {
  const saga = (inner: Plan, status: 'completed' | 'failed'): Tree =>
    treeFrom([{ id: 'place', ms: 0, status, within: [{ id: 'reserve', ms: 1 }, inner] }]);
  const alignment = align(
    saga({ id: 'charge', ms: 1 }, 'completed'),
    saga({ id: 'charge', ms: 1, status: 'failed', error: 'http.402' }, 'failed'),
  );
  const parting = partingOf(alignment);
  expect(parting?.kind).toBe('outcome');
  expect(rowAt(alignment, parting!.row).name).toBe('charge');
});

test('spans of services are partners in order, as many as can be', () => {
  const tree = (calls: readonly string[]): Tree => treeFrom([{ id: 'charge', ms: 10, attempts: 1, calls }]);
  const alignment = align(tree(['a', 'b', 'c', 'd']), tree(['b', 'x', 'c', 'd', 'a']));
  const others = Array.from({ length: alignment.count }, (_, row) => rowAt(alignment, row)).filter(
    ({ role }) => role === 'other',
  );
  const both = others.filter(({ left, right }) => left && right).map(({ name }) => name);
  expect(both).toEqual(['b', 'c', 'd']);
});

test('lists are paired in order and alike, also very long ones that share nothing at their ends', () => {
  const list = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 30 });
  fc.assert(
    fc.property(list, list, (left, right) => {
      const pairs = [...paired(left, right)].flatMap((at, index) => (at < 0 ? [] : [[index, at] as const]));
      for (const [a, b] of pairs) expect(left[a]).toBe(right[b]);
      expect(pairs.map(([, b]) => b)).toEqual(pairs.map(([, b]) => b).toSorted((a, b) => a - b));
    }),
  );
  const long = Array.from({ length: 2_000 }, (_, n) => `s${n % 7}`);
  const other = ['x', ...long, 'y'].toReversed();
  const pairs = [...paired(long, other)];
  expect(new Set(pairs).size).toBe(2_000);
  for (const [at, partner] of pairs.entries()) expect(other[partner]).toBe(long[at]);
});

test('a ring of parents is cut open: all its spans are found', () => {
  fc.assert(
    fc.property(anyForeign, fc.array(fc.nat(), { minLength: 40, maxLength: 40 }), (spans, parents) => {
      const id = (n: number): string => `${n + 1}`.padStart(16, '0');
      const wild = spans.map((span, n) => ({ ...span, parentSpanId: id(parents[n]! % spans.length) }));
      const tree = treeOf(columnsOf(wild).columns);
      expect(align(tree, tree).count).toBe(spans.length);
    }),
  );
});

test('values are told apart by path', () => {
  const left = { order: { items: [{ id: 1 }, { id: 2 }], note: 'a', 'two words': 1 }, same: [1] };
  const right = { order: { items: [{ id: 1 }, { id: 3 }, { id: 4 }], 'two words': null }, same: [1], more: true };
  expect(jsonDifferences(left, right)).toEqual([
    { path: 'order.items[1].id', left: 2, right: 3 },
    { path: 'order.items[2]', left: undefined, right: { id: 4 } },
    { path: 'order.note', left: 'a', right: undefined },
    { path: 'order["two words"]', left: 1, right: null },
    { path: 'more', left: undefined, right: true },
  ]);
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(jsonDifferences(value as Json, structuredClone(value) as Json)).toEqual([]);
    }),
  );
});

test('what comes from the worker is the comparison, with the columns that are here', () => {
  fc.assert(
    fc.property(anyTree, anyTree, (left, right) => {
      const comparison = comparisonOf(left, right);
      const before = structuredClone(comparison);
      const { comparison: parcel, buffers } = packed(comparison);
      const there = structuredClone(parcel, { transfer: [...buffers] });
      expect(unpacked(there, left.columns, right.columns)).toEqual(before);
    }),
  );
});
