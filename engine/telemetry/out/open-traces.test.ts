import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SpanRecord } from '../../contract/types.ts';
import type { Recorded } from '../../core/index.ts';
import { readTrace } from '../read-trace.ts';
import { anyHistory } from '../testing/histories.ts';
import { OpenTraces, type RunAppend } from './open-traces.ts';

const bySpan = (spans: readonly SpanRecord[]): readonly SpanRecord[] =>
  spans.toSorted((a, b) => (a.spanId < b.spanId ? -1 : 1));

const closedOf = (history: readonly Recorded[]): readonly SpanRecord[] =>
  bySpan(readTrace(history).filter(({ endMs }) => endMs !== null));

/** A history in appends, cut where the numbers say; its first events stay together, as a branch and what came before it do. */
function appendsOf(run: number, history: readonly Recorded[], cuts: readonly number[]): readonly RunAppend[] {
  const branch = history.findLastIndex(({ type }) => type === 'RunBranched');
  const at = [...new Set([0, ...cuts.map((cut) => Math.max(branch + 1, cut % history.length)), history.length])];
  const places = at.toSorted((a, b) => a - b);
  return places.slice(0, -1).map((from, i) => ({
    run,
    events: history.slice(from, places[i + 1]),
    earlier: () => history.slice(0, from),
  }));
}

const cuts = fc.array(fc.nat({ max: 500 }), { maxLength: 30 });
const runs = fc.array(fc.record({ history: anyHistory, cuts }), { minLength: 1, maxLength: 4 });

test('[OT2] what ends with each append, of many runs at once, is in all what a fold of each history gives', () => {
  fc.assert(
    fc.property(runs, fc.constantFrom(0, 3, 200_000), fc.infiniteStream(fc.nat()), (given, limit, chance) => {
      const traces = new OpenTraces(limit);
      const waiting = given.map(({ history, cuts: where }, run) => [...appendsOf(run, history, where)]);
      const ended = given.map((): SpanRecord[] => []);
      for (;;) {
        const left = waiting.flatMap((appends, run) => (appends.length > 0 ? [run] : []));
        if (left.length === 0) break;
        const run = left[(chance.next().value as number) % left.length]!;
        ended[run]!.push(...traces.next(waiting[run]!.shift()!)!.spans);
      }
      for (const [run, { history }] of given.entries()) expect(bySpan(ended[run]!)).toEqual(closedOf(history));
    }),
  );
});

test('[OT1] a run that comes in the middle gives what ends from then on, or all that has ended', () => {
  fc.assert(
    fc.property(anyHistory, fc.nat({ max: 500 }), fc.boolean(), (history, cut, withEarlier) => {
      const [first, second] = appendsOf(1, history, [cut]);
      if (!first || !second) return;
      const before = new Set(closedOf(first.events).map(({ spanId }) => spanId));
      const ended = new OpenTraces().next(second, withEarlier);
      const expected = closedOf(history).filter(({ spanId }) => withEarlier || !before.has(spanId));
      expect(bySpan(ended?.spans ?? [])).toEqual(expected);
    }),
  );
});

test('[OT3] nothing is kept of what is over, and of what is open so much', () => {
  fc.assert(
    fc.property(fc.array(anyHistory, { minLength: 3, maxLength: 6 }), fc.nat({ max: 40 }), (histories, limit) => {
      const traces = new OpenTraces(limit);
      for (const [run, history] of histories.entries())
        for (const append of appendsOf(run, history, [3, 9, 27])) traces.next(append);
      const { runs: kept, weight } = traces.size;
      expect(kept <= 1 || weight <= limit).toBe(true);
      const open = histories.filter((history) => history.at(-1)?.type !== 'RunEnded').length;
      expect(kept).toBeLessThanOrEqual(open);
    }),
  );
});
