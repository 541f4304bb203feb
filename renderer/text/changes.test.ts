import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyChanges, changesOf } from './changes.ts';
import { inFile, lineEnds, shown } from './line-ends.ts';

const line = fc.constantFrom('{', '}', '  "a": 1,', '  "a": 2,', '  "b": [', ']', '', '"x"');
const lines = fc.array(line, { maxLength: 14 });
const text = fc.tuple(lines, fc.boolean()).map(([all, ends]) => all.join('\n') + (ends ? '\n' : ''));

describe('the changes between two texts', () => {
  test('make the one of the other, in order and apart', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const changes = changesOf(before, after);
        expect(applyChanges(before, changes)).toBe(after);
        for (const [index, { from, to }] of changes.entries()) {
          expect(to).toBeGreaterThanOrEqual(from);
          expect(from).toBeGreaterThanOrEqual(changes[index - 1]?.to ?? 0);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  test('touch only the lines that differ', () => {
    fc.assert(
      fc.property(lines, fc.nat(), fc.nat(), (some, first, second) => {
        const all = some.map((each, index) => `${each} ${index}`);
        const at = [first, second].map((n) => (all.length === 0 ? 0 : n % all.length));
        if (Math.abs((at[0] ?? 0) - (at[1] ?? 0)) === 1) return;
        const edited = all.map((each, index) => (at.includes(index) ? `${each} changed ${index}` : each));
        const changes = changesOf(all.join('\n'), edited.join('\n'));
        expect(changes.length).toBeLessThanOrEqual(2);
        expect(changes.every(({ from, to }) => from === to)).toBe(true);
      }),
    );
  });

  test('of two large texts with a change at each end are two', () => {
    const rows = Array.from({ length: 60_000 }, (_, index) => `    "step${index}": { "type": "wait" },`);
    const before = rows.join('\n');
    rows[3] = 'changed';
    rows[59_990] = 'changed too';
    const began = performance.now();
    const changes = changesOf(before, rows.join('\n'));
    expect(changes).toHaveLength(2);
    expect(performance.now() - began).toBeLessThan(500);
  });
});

test('line ends are kept, whichever they are and however mixed', () => {
  const mixed = fc
    .array(fc.tuple(line, fc.constantFrom('\n', '\r\n')), { maxLength: 10 })
    .map((parts) => parts.map((part) => part.join('')).join(''));
  fc.assert(
    fc.property(mixed, text, fc.nat(), (file, typed, at) => {
      expect(inFile(file, shown(file))).toBe(file);
      expect(shown(inFile(file, typed))).toBe(typed);
      const where = Math.min(at, shown(file).length);
      const edited = `${shown(file).slice(0, where)}typed${shown(file).slice(where)}`;
      const kept = inFile(file, edited);
      expect(kept.replace('typed', '')).toBe(file);
      expect(lineEnds('a\r\nb\n')).toBe('\r\n');
    }),
    { numRuns: 1_000 },
  );
});
