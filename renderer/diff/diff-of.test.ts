import type { Json, JsonObject } from '@sagaloom/engine/core';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Editable, type Path, previewEdit, writeAt } from '../document/index.ts';
import { type Difference, diffOf } from './diff-of.ts';

const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g');
const target = fc.option(id, { nil: undefined });
const clean = (value: object): JsonObject => JSON.parse(JSON.stringify(value)) as JsonObject;

const leaf = fc.oneof(
  fc.record({
    type: fc.constant('task'),
    activity: fc.constantFrom('http', 'log'),
    next: target,
    with: fc.constantFrom({}, { url: 'x' }, { url: 'y', n: [1] }),
  }),
  fc.record({ type: fc.constant('wait'), for: fc.constantFrom('1s', '2s'), next: target }),
  fc.record({
    type: fc.constant('choice'),
    branches: fc.array(fc.record({ when: fc.constant('{% true %}'), next: target }), { maxLength: 2 }),
    otherwise: target,
  }),
  fc.record({
    type: fc.constant('task'),
    activity: fc.constant('log'),
    catch: fc.array(fc.record({ errors: fc.constant(['*']), next: target }), { maxLength: 2 }),
  }),
);
const { steps } = fc.letrec<{ steps: object; block: object }>((tie) => ({
  block: fc.record({ start: fc.oneof(id, fc.constant(undefined)), steps: tie('steps') }),
  steps: fc.dictionary(
    id,
    fc.oneof(
      { maxDepth: 2, withCrossShrink: true },
      { weight: 6, arbitrary: leaf },
      { weight: 1, arbitrary: fc.constantFrom<Json>(null, 1, 'x') },
      fc.record({ type: fc.constant('saga'), next: target, start: target, steps: tie('steps') }),
      fc.record({
        type: fc.constant('parallel'),
        branches: fc.dictionary(fc.constantFrom('left', 'right'), tie('block'), { maxKeys: 2 }),
      }),
      fc.record({
        type: fc.constant('try'),
        start: target,
        steps: tie('steps'),
        finally: fc.option(tie('block'), { nil: undefined }),
      }),
    ),
    { maxKeys: 4 },
  ),
}));
const document = fc
  .record({
    name: fc.constantFrom('n', 'm'),
    input: fc.constantFrom({ type: 'object' }, undefined),
    start: target,
    steps,
    ui: fc.option(
      fc.record({
        direction: fc.constantFrom('down', 'right'),
        steps: fc.dictionary(id, fc.record({ x: fc.nat(9) }), { maxKeys: 3 }),
      }),
      { nil: undefined },
    ),
  })
  .map(clean);

function canonical(value: Json): string {
  return JSON.stringify(value, (_, held: Json) =>
    typeof held === 'object' && held !== null && !Array.isArray(held)
      ? Object.fromEntries(Object.entries(held).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : held,
  );
}

const sorted = (differences: readonly unknown[]): readonly string[] =>
  differences.map((each) => canonical(each as Json)).toSorted();

/** The same difference, seen from the other side. */
function mirrored(difference: Difference, nameBefore: (id: string) => string): unknown {
  const flipped = (fields: readonly { pointer: string; before?: unknown; after?: unknown }[]) =>
    fields.map(({ pointer, before, after }) => ({ pointer, before: after, after: before }));
  switch (difference.kind) {
    case 'added':
      return { ...difference, kind: 'removed' };
    case 'removed':
      return { ...difference, kind: 'added' };
    case 'renamed':
      return { kind: 'renamed', step: difference.before, before: difference.step };
    case 'changed':
      return { kind: 'changed', step: difference.before, before: difference.step, fields: flipped(difference.fields) };
    case 'moved':
      return { kind: 'moved', step: nameBefore(difference.step), from: difference.to, to: difference.from };
    case 'placed':
      return { kind: 'placed', step: nameBefore(difference.step) };
    case 'connected':
      return { ...difference, kind: 'disconnected' };
    case 'disconnected':
      return { ...difference, kind: 'connected' };
    default:
      return { ...difference, fields: flipped(difference.fields) };
  }
}

const withSorted = (difference: unknown): unknown => {
  const { fields, ...rest } = difference as { fields?: readonly { pointer: string }[] };
  return fields ? { ...rest, fields: fields.toSorted((a, b) => (a.pointer < b.pointer ? -1 : 1)) } : rest;
};

describe('the differences of two versions', () => {
  test('are none between a version and itself, and some between two that say different things', () => {
    fc.assert(
      fc.property(document, document, (before, after) => {
        expect(diffOf(before, structuredClone(before)).differences).toEqual([]);
        expect(diffOf(before, after).differences.length === 0).toBe(
          canonical(withoutEmpty(before)) === canonical(withoutEmpty(after)),
        );
      }),
      { numRuns: 2_000 },
    );
  });

  test('are listed once each, and the same from the other side', () => {
    fc.assert(
      fc.property(document, document, (before, after) => {
        const there = diffOf(before, after);
        const back = diffOf(after, before);
        const all = sorted(there.differences);
        expect(new Set(all).size).toBe(all.length);
        const nameBefore = (step: string): string => there.namesBefore.get(step) ?? step;
        expect(sorted(there.differences.map((each) => withSorted(mirrored(each, nameBefore))))).toEqual(
          sorted(back.differences.map(withSorted)),
        );
      }),
      { numRuns: 2_000 },
    );
  });

  test('one edit is one difference of its kind', () => {
    const before: JsonObject = {
      name: 'x',
      start: 'a',
      steps: {
        a: { type: 'task', activity: 'log', with: { message: 'hi', level: 'info' }, next: 's' },
        s: { type: 'saga', start: 'b', steps: { b: { type: 'wait', for: '1s', next: 'c' }, c: { type: 'succeed' } } },
      },
      ui: { steps: { a: { x: 0, y: 0 } } },
    };
    const edited = (...edits: readonly (readonly [Path, Editable | undefined])[]): readonly Difference[] => {
      const after = previewEdit(before, (draft) => {
        for (const [path, value] of edits) writeAt(draft, path, value);
      });
      return diffOf(before, after).differences;
    };
    expect(edited([['steps', 'a', 'with', 'message'], 'ho'])).toEqual([
      { kind: 'changed', step: 'a', before: 'a', fields: [{ pointer: '/with/message', before: 'hi', after: 'ho' }] },
    ]);
    expect(edited([['ui', 'steps', 'a', 'x'], 9])).toEqual([{ kind: 'placed', step: 'a' }]);
    expect(edited([['steps', 'a', 'next'], undefined])).toEqual([
      { kind: 'disconnected', from: { step: 'a', port: 'next' }, to: 's' },
    ]);
    const inside = ['steps', 's', 'steps'];
    const renamed = edited(
      [[...inside, 'z'], { type: 'succeed' }],
      [[...inside, 'c'], undefined],
      [[...inside, 'b', 'next'], 'z'],
    );
    expect(renamed).toEqual([{ kind: 'renamed', step: 'z', before: 'c' }]);
    const moved = edited([['steps', 'c'], { type: 'succeed' }], [[...inside, 'c'], undefined]);
    expect(moved).toContainEqual({ kind: 'moved', step: 'c', from: 's/body', to: '' });
    expect(edited([['input'], { type: 'object' }])).toMatchObject([
      { kind: 'document', fields: [{ pointer: '/input' }] },
    ]);
    const added = edited([['steps', 'n'], { type: 'wait', for: '1s', next: 'a' }]);
    expect(added).toEqual([{ kind: 'added', step: 'n' }]);
  });
});

/** An empty object and its absence draw the same where only steps (or places) would be in it. */
function withoutEmpty(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(withoutEmpty);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, held]) => {
      const kept = withoutEmpty(held);
      const isEmpty = typeof kept === 'object' && kept !== null && Object.keys(kept).length === 0;
      return isEmpty && (key === 'steps' || key === 'ui') ? [] : [[key, kept]];
    }),
  );
}
