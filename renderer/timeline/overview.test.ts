import { columnsOf } from '@sagaloom/engine/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BarKind, barKinds } from './bars.ts';
import { type TimelineModel, timelineModel } from './model.ts';
import { overviewOf, shades } from './overview.ts';
import { outranks, stripOf } from './paint/strip.ts';
import { barAt, spanRowAt } from './row.ts';
import { timeScale } from './scale.ts';
import { foreign } from './testing/foreign.ts';
import { compensated } from './testing/spans.ts';
import { dragged, gripAt, moved, resized, type Window } from './window.ts';
import { clampTop, elementHeight, farthest, fromElement, tallest, toElement } from './vertical.ts';

const bars = fc.array(fc.tuple(fc.nat(900), fc.nat(120), fc.boolean()), { minLength: 1, maxLength: 60 });
const drawn = (parts: readonly (readonly [number, number, boolean])[], view?: 'steps'): TimelineModel =>
  timelineModel(
    columnsOf(
      parts.map(([from, lasts, failed], n) => ({
        ...foreign(`s${n}`, null, from, from + lasts, failed ? { 'error.type': 'x' } : {}),
        name: 'same',
      })),
    ).columns,
    { now: 0, ...(view ? { view } : {}) },
  );

const shadeOfKind = (kind: BarKind): number => (kind === 'failed' ? shades.indexOf('failed') : shades.indexOf('work'));

describe('the overview', () => {
  test('shows the same as painting every bar, one after the other', () => {
    fc.assert(
      fc.property(bars, fc.integer({ min: 1, max: 40 }), fc.integer({ min: 5, max: 80 }), (parts, height, width) => {
        const model = drawn(parts);
        const scale = timeScale(model.length, []);
        const shown = overviewOf(model, { width, height, now: model.length, scale });
        const exact = new Uint8Array(width * height);
        const x = (ms: number): number =>
          Math.min(Math.max(Math.floor(ms * (scale.length > 0 ? width / scale.length : 0)), 0), width - 1);
        const count = model.rows.count;
        for (let row = 0; row < count; row++) {
          const lines = [Math.floor((row * height) / count), Math.floor(((row + 1) * height) / count)] as const;
          const last = Math.max(lines[0] + 1, lines[1] - lines[0] > 2 ? lines[1] - 1 : lines[1]);
          const bar = barAt(model, model.bars.first[row]!);
          for (let line = lines[0]; line < last; line++) {
            for (let at = x(bar.start); at <= x(bar.end); at++) {
              const place = line * width + at;
              exact[place] = Math.max(exact[place]!, shadeOfKind(bar.kind));
            }
          }
        }
        expect(shown).toEqual(exact);
      }),
    );
  });

  test('of an order that was undone it has work, its undoing, and what failed', () => {
    const model = timelineModel(columnsOf(compensated()).columns, { now: 0 });
    const scale = timeScale(model.length, []);
    const shown = overviewOf(model, { width: 90, height: 8, now: model.length, scale });
    const line = (row: number): string => Array.from(shown.subarray(row * 90, (row + 1) * 90)).join('');
    expect(line(4)).toBe(`0${'2'.repeat(20)}${'0'.repeat(69)}`);
    expect(line(5)).toBe(`${'0'.repeat(30)}${'4'.repeat(11)}${'1'.repeat(9)}${'4'.repeat(11)}${'0'.repeat(29)}`);
    expect(line(7)).toBe(`${'0'.repeat(62)}${'3'.repeat(28)}`);
  });
});

describe('a row with more bars than pixels', () => {
  test('shows the same as painting every bar, one after the other', () => {
    const view = fc.record({
      from: fc.integer({ min: -50, max: 800 }),
      perPx: fc.double({ min: 0.2, max: 30, noNaN: true }),
    });
    fc.assert(
      fc.property(bars, view, fc.integer({ min: 1, max: 90 }), (parts, { from, perPx }, columns) => {
        const model = drawn([...parts, [0, 0, false]], 'steps');
        expect(spanRowAt(model, 0)?.kind).toBe('group');
        const x = (ms: number): number => (ms - from) / perPx;
        const [first, last] = [model.bars.first[0]!, model.bars.first[1]!];
        const line = stripOf(model, first, last, { columns, now: model.length, x });
        const exact = new Uint8Array(columns);
        for (let bar = first; bar < last; bar++) {
          const { kind, start, end } = barAt(model, bar);
          const to = Math.max(Math.floor(x(end)), Math.floor(x(start)));
          for (let at = Math.max(Math.floor(x(start)), 0); at <= Math.min(to, columns - 1); at++) {
            const code = barKinds.indexOf(kind);
            if (outranks(code, exact[at]!)) exact[at] = code + 1;
          }
        }
        expect(line).toEqual(exact);
      }),
    );
  });
});

describe('what is seen, on the overview', () => {
  const some: Window = { from: 0.2, to: 0.5 };

  test('is taken by its edges, or between them; anywhere else another is drawn', () => {
    expect([197, 203, 350, 505, 700].map((x) => gripAt(some, x, 1_000))).toEqual([
      'from',
      'from',
      'whole',
      'to',
      'new',
    ]);
    expect(gripAt({ from: 0, to: 1 }, 500, 1_000)).toBe('new');
    expect(gripAt({ from: 0.3, to: 0.303 }, 303, 1_000)).toBe('to');
  });

  test('stays within the ends and is never turned round, whatever is dragged where', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const anywhere = fc.double({ min: -2, max: 3, noNaN: true });
    fc.assert(
      fc.property(
        share,
        share,
        fc.constantFrom('from', 'to', 'whole', 'new'),
        share,
        anywhere,
        (a, b, grip, begin, at) => {
          const before = { from: Math.min(a, b), to: Math.max(a, b) };
          const after = dragged(before, grip, begin, at);
          expect(after.to).toBeGreaterThanOrEqual(after.from);
          expect(after.from).toBeGreaterThanOrEqual(-1e-9);
          expect(after.to).toBeLessThanOrEqual(1 + 1e-9);
          if (grip === 'whole') expect(after.to - after.from).toBeCloseTo(before.to - before.from, 9);
        },
      ),
    );
  });

  test('is moved and made larger by keys', () => {
    expect(moved(some, 0.5).from).toBeCloseTo(0.35);
    expect(moved(some, 9).to).toBeCloseTo(1);
    expect(moved(some, -9).from).toBeCloseTo(0);
    expect(resized(some, 0.5)).toEqual({ from: expect.closeTo(0.275) as number, to: expect.closeTo(0.425) as number });
    expect(resized(some, 100)).toEqual({ from: 0, to: 1 });
  });
});

describe('scrolling over more rows than a browser can lay out', () => {
  const reach = fc.record({
    content: fc.integer({ min: 100, max: 60_000_000 }),
    room: fc.integer({ min: 50, max: 3_000 }),
  });

  test('the element is never too high, and its ends are the ends of all rows', () => {
    fc.assert(
      fc.property(reach, (each) => {
        expect(elementHeight(each)).toBeLessThanOrEqual(tallest);
        expect(fromElement(each, 0)).toBe(0);
        const end = Math.max(elementHeight(each) - each.room, 0);
        expect(fromElement(each, end)).toBeCloseTo(farthest(each), 3);
      }),
    );
  });

  test('where we are leads to the element and back', () => {
    fc.assert(
      fc.property(reach, fc.double({ min: 0, max: 1, noNaN: true }), (each, share) => {
        const top = clampTop(each, share * each.content);
        expect(fromElement(each, toElement(each, top))).toBeCloseTo(top, 3);
      }),
    );
  });
});
