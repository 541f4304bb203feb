import { array, assert, constantFrom, integer, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Recorded, StepDetail } from '../../core/event.ts';
import { readTrace } from '../../telemetry/read-trace.ts';
import { bar } from './bar.ts';
import { shownDuration } from './duration.ts';
import { type Part, type Row, rowsOf } from './rows.ts';
import { table } from './table.ts';
import { timeline } from './timeline.ts';

describe('durations', () => {
  test.each([
    [0, '0 ms'],
    [0.4, '0 ms'],
    [999, '999 ms'],
    [999.6, '1.00 s'],
    [1_234, '1.23 s'],
    [9_996, '10.0 s'],
    [59_960, '1 m 00 s'],
    [123_000, '2 m 03 s'],
    [3_599_600, '1 h 00 m'],
    [3_720_000, '1 h 02 m'],
    [86_399_999, '1 d 00 h'],
    [273_600_000, '3 d 04 h'],
  ])('%d ms is %s', (ms, shown) => {
    expect(shownDuration(ms)).toBe(shown);
  });

  test('fit their column', () => {
    const fits = property(integer({ min: 0, max: 86_400_000 * 999 }), (ms) => {
      expect(shownDuration(ms).length).toBeLessThanOrEqual(10);
    });
    expect(() => assert(fits)).not.toThrow();
  });
});

const rowWith = (parts: readonly Part[]): Row => ({
  depth: 0,
  label: 'a',
  startMs: 0,
  endMs: 0,
  parts,
  state: '',
  tone: 'plain',
});

describe('a bar', () => {
  const scale = { startMs: 0, endMs: 100, width: 10 };

  test('is drawn where it was, and what is short is still seen', () => {
    const done: Part = { kind: 'done', startMs: 20, endMs: 50 };
    expect(bar(rowWith([done]), scale)).toBe('  ███     ');
    expect(bar(rowWith([{ ...done, endMs: 20 }]), scale)).toBe('  █       ');
    expect(bar(rowWith([{ ...done, startMs: 100, endMs: 100 }]), scale)).toBe('         █');
  });

  test('what is open lasts to the end', () => {
    expect(bar(rowWith([{ kind: 'wait', startMs: 80, endMs: null }]), scale)).toBe('        ┄┄');
  });

  test('a failed attempt is seen beside what shares its cell', () => {
    const parts: readonly Part[] = [
      { kind: 'failed', startMs: 0, endMs: 1 },
      { kind: 'wait', startMs: 1, endMs: 60 },
      { kind: 'done', startMs: 60, endMs: 70 },
    ];
    expect(bar(rowWith(parts), scale)).toBe('▒┄┄┄┄┄█   ');
  });

  test('is as wide as its scale, whatever happened', () => {
    const part = record({
      kind: constantFrom('done', 'failed', 'wait', 'block'),
      startMs: integer({ min: -50, max: 200 }),
      endMs: integer({ min: -50, max: 200 }),
    });
    const wide = property(array(part), integer({ min: 0, max: 100 }), (parts, endMs) => {
      expect(bar(rowWith(parts), { ...scale, endMs })).toHaveLength(10);
    });
    expect(() => assert(wide)).not.toThrow();
  });
});

describe('a table', () => {
  test('has columns as wide as they must be, and no trailing blanks', () => {
    expect(
      table(
        ['A', 'LONG'],
        [
          ['wide', ''],
          ['x', 'y'],
        ],
      ),
    ).toBe('A     LONG\nwide\nx     y');
  });
});

describe('a timeline', () => {
  const at = (seq: number) => ({ seq, at: seq * 100 });
  const place = { path: 'a-step-with-a-name-that-is-really-long-for-a-column', visit: 1 };
  const begun: Recorded = {
    ...at(1),
    type: 'RunStarted',
    runId: 'r1',
    runKey: 'r1',
    workflow: 'w',
    hash: 'h',
    semantics: 1,
    seed: 's',
    input: null,
    config: {},
    variables: {},
    deadline: null,
    traceparent: null,
  };
  const detail = { kind: 'task', activity: 'log', with: null, readOnly: true } as const;
  const where = { ...place, id: place.path, frame: '' };
  const step: Recorded = { ...at(2), ...where, type: 'StepStarted', stepType: 'task', detail };

  test('keeps to its width, and says what is open', () => {
    for (const width of [60, 80, 160]) {
      const lines = timeline([begun, step], { width, colourful: false }).split('\n');
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
      expect(lines.at(-1)).toMatch(/ open\s*$/);
    }
  });

  type Listening = Extract<StepDetail, { kind: 'map' | 'receive' }>;

  test('a map is a block with its items below, and who listens waits', () => {
    const started = (seq: number, path: string, frame: string, detail: Listening): Recorded => ({
      ...at(seq),
      type: 'StepStarted',
      path,
      visit: 1,
      id: path,
      frame,
      stepType: detail.kind,
      detail,
    });
    const history: readonly Recorded[] = [
      begun,
      started(2, 'all', '', { kind: 'map', items: [1, 2, 3], deadline: null }),
      started(3, 'all[2].answer', 'all#1/2', { kind: 'receive', signal: 'approved', until: null }),
    ];
    expect(rowsOf(readTrace(history))).toMatchObject([
      { depth: 0, label: 'all [3]', parts: [{ kind: 'block', startMs: 200, endMs: null }] },
      { depth: 1, label: 'all[2].answer ← approved', parts: [{ kind: 'wait', startMs: 300, endMs: null }] },
    ]);
    expect(timeline(history, { width: 80, colourful: false })).toMatch(/all \[3\] +─+ +open/);
  });

  test('has colour only when told so', () => {
    expect(timeline([begun, step], { width: 80, colourful: true })).toContain('\u001b[33m');
    expect(timeline([begun, step], { width: 80, colourful: false })).not.toContain('\u001b');
  });
});
