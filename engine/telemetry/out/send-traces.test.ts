import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import type { SpanRecord } from '../../contract/types.ts';
import type { Recorded } from '../../core/index.ts';
import { readTrace } from '../read-trace.ts';
import { compensatedOrder } from '../testing/histories.ts';
import type { Sent } from './sending.ts';
import { type JournalAppend, type JournalPart, SendTraces, type SendTracesOptions } from './send-traces.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const PART = 50;

/** A journal of so many runs, one event an append, made while it is read: it is as long as it says, and never in memory. */
function journalOf(runs: number) {
  const history = (run: number): readonly Recorded[] => compensatedOrder(`run-${run}`);
  const length = history(0).length;
  let reads = 0;
  const appendAt = (position: number): JournalAppend => {
    const run = Math.floor((position - 1) / length);
    const at = (position - 1) % length;
    return {
      position,
      run,
      isFirst: false,
      events: history(run).slice(at, at + 1),
      earlier: () => history(run).slice(0, at),
    };
  };
  return {
    end: runs * length,
    reads: () => reads,
    spansOf: (run: number) => readTrace(history(run)).filter(({ endMs }) => endMs !== null),
    read(after: number): JournalPart {
      reads += 1;
      const end = runs * length;
      const position = Math.min(end, after + PART);
      const appends = Array.from({ length: position - after }, (_, i) => appendAt(after + 1 + i));
      return { appends, position, deleted: 0, end };
    },
  };
}

function sendingFrom(journal: ReturnType<typeof journalOf>, change: Partial<SendTracesOptions>) {
  const saved: number[] = [];
  const send = new SendTraces({
    read: (after) => journal.read(after),
    save: (position) => saved.push(position),
    from: 0,
    sender: { send: async () => taken, close: async () => {} },
    isSampled: () => true,
    batch: { size: 20, delayMs: 1, behind: 1_000_000 },
    pause: async (_, signal) => {
      await new Promise((resolve) => setImmediate(resolve));
      return !signal.aborted;
    },
    now: () => 0,
    onFailure: (error) => {
      throw error;
    },
    ...change,
  });
  return { send, saved };
}

const taken: Sent = { kind: 'taken', refused: 0, why: null };

describe('back-pressure', () => {
  test('[ST2] while a request is under way nothing is read, and no batch is larger than it may be', async () => {
    const journal = journalOf(200);
    const sizes: number[] = [];
    const readsSeen: number[] = [];
    let gate = Promise.withResolvers<void>();
    const { send } = sendingFrom(journal, {
      sender: {
        async send(spans: readonly SpanRecord[]) {
          sizes.push(spans.length);
          const before = journal.reads();
          await gate.promise;
          readsSeen.push(journal.reads() - before);
          return taken;
        },
        close: async () => {},
      },
    });
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(sizes).toHaveLength(1);
    expect(journal.reads()).toBeLessThan(5);
    gate.resolve();
    gate = Promise.withResolvers();
    gate.resolve();
    await send.reached(journal.end);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(20);
    expect(new Set(readsSeen)).toEqual(new Set([0]));
    expect(send.tally.sent).toBe(sizes.reduce((sum, size) => sum + size, 0));
    await send.stop();
  });

  test('[ST1] the place moves only past what is acknowledged', async () => {
    const journal = journalOf(40);
    let acknowledged = 0;
    const spans: SpanRecord[] = [];
    const { send, saved } = sendingFrom(journal, {
      save(position) {
        const behind = Array.from({ length: 40 }, (_, run) => journal.spansOf(run).length).slice(
          0,
          Math.floor(position / (journal.end / 40)),
        );
        expect(acknowledged).toBeGreaterThanOrEqual(behind.reduce((sum, count) => sum + count, 0));
        saved.push(position);
      },
      sender: {
        async send(some) {
          if (Math.random() < 0.3) return { kind: 'later', afterMs: 0, why: 'busy' };
          spans.push(...some);
          acknowledged += some.length;
          return taken;
        },
        close: async () => {},
      },
    });
    await send.reached(journal.end);
    expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(spans.length);
    expect(saved.at(-1)).toBe(journal.end);
    await send.stop();
  });

  test('[ST4] what is too far behind is dropped and counted; the rest is sent', async () => {
    const journal = journalOf(100);
    const got: SpanRecord[] = [];
    const { send } = sendingFrom(journal, {
      batch: { size: 20, delayMs: 1, behind: 300 },
      sender: {
        async send(some) {
          got.push(...some);
          return taken;
        },
        close: async () => {},
      },
    });
    await send.reached(journal.end);
    const all = Array.from({ length: 100 }, (_, run) => journal.spansOf(run)).flat();
    expect(send.tally.overflow).toBeGreaterThan(0);
    expect(send.tally.sent + send.tally.overflow).toBe(all.length);
    expect(got.map(({ spanId }) => spanId)).toEqual(expect.arrayContaining([journal.spansOf(99).at(-1)?.spanId]));
    await send.stop();
  });

  test('memory is that of a batch, of however many runs', { timeout: 60_000 }, async () => {
    const journal = journalOf(4_000);
    const { send } = sendingFrom(journal, { batch: { size: 512, delayMs: 1, behind: 10_000_000 } });
    await send.reached(journal.end / 10);
    collect();
    const before = process.memoryUsage().heapUsed;
    await send.reached(journal.end);
    collect();
    const grown = process.memoryUsage().heapUsed - before;
    expect(send.tally.sent).toBeGreaterThan(50_000);
    expect(grown).toBeLessThan(20 * 1_048_576); // its spans would be 60 MB and more
    await send.stop();
  });

  test('a journal that cannot be read for a moment loses nothing', async () => {
    const journal = journalOf(10);
    let fails = 0;
    const got: SpanRecord[] = [];
    const { send } = sendingFrom(journal, {
      read(after) {
        if (after > 60 && fails < 3) {
          fails += 1;
          throw new Error('busy');
        }
        return journal.read(after);
      },
      onFailure: () => {},
      sender: {
        async send(some) {
          got.push(...some);
          return taken;
        },
        close: async () => {},
      },
    });
    await send.reached(journal.end);
    const all = Array.from({ length: 10 }, (_, run) => journal.spansOf(run)).flat();
    expect(new Set(got.map(({ spanId }) => spanId))).toEqual(new Set(all.map(({ spanId }) => spanId)));
    await send.stop();
  });
});
