import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Recorded } from '../../core/index.ts';
import type { RunEntry } from '../entry.ts';
import type { Append, Journal } from '../ports.ts';

export interface Opened {
  readonly journal: Journal;
  readonly remove: () => Promise<void>;
}

const definition = { format: 'sagaloom/v1', name: 'test', start: 'a', steps: { a: { type: 'set', assign: {} } } };

export function entry(change: Partial<RunEntry> = {}): RunEntry {
  return {
    runId: 'run-1',
    workflow: 'test',
    hash: 'h1',
    status: 'running',
    undo: 'none',
    startedAt: 1_000,
    endedAt: null,
    traceparent: null,
    output: null,
    error: null,
    attention: [],
    events: 1,
    at: 1_000,
    wakeAt: 0,
    ...change,
  };
}

export function event(seq: number): Recorded {
  const output = { text: 'ä'.repeat(seq % 5) };
  return { type: 'UndoCompleted', path: 'a', visit: seq, attempt: 1, output, seq, at: 1_000 + seq };
}

/** Events from `expected + 1` on, and the run after them. */
export function append(
  expected: number,
  count: number,
  change: Partial<RunEntry> = {},
  more: Partial<Append> = {},
): Append {
  const events = Array.from({ length: count }, (_, i) => event(expected + i + 1));
  const after = entry({ events: expected + count, at: 1_000 + expected + count, ...change });
  return { runId: after.runId, expected, events, entry: after, ...(expected === 0 ? { definition } : {}), ...more };
}

interface At {
  journal: Journal;
}

/** What every journal keeps (JO1 to JO6). */
export function journalContract(name: string, open: () => Promise<Opened>): void {
  describe(name, () => {
    const at: At & { remove: () => Promise<void> } = { journal: nowhere, remove: async () => {} };
    beforeEach(async () => void Object.assign(at, await open()));
    afterEach(() => at.remove());
    writing(at);
    conflicts(at);
    reading(at);
    index(at);
    versions(at);
    slots(at);
  });
}

const nowhere = {} as Journal; // until `beforeEach`

function writing(at: At): void {
  test('[JO1] what was appended is read again, with the run after it', async () => {
    expect(await at.journal.append(append(0, 3))).toEqual({ kind: 'appended' });
    expect(await at.journal.append(append(3, 1, { wakeAt: 5_000 }))).toEqual({ kind: 'appended' });
    const events = [1, 2, 3, 4].map(event);
    expect(await at.journal.history('run-1', 0, 100)).toEqual(events);
    expect(await at.journal.entry('run-1')).toEqual(entry({ events: 4, at: 1_004, wakeAt: 5_000 }));
    expect(await at.journal.load('run-1')).toMatchObject({ entry: { events: 4 }, tail: events });
  });

  test('appends given one after the other without waiting follow each other', async () => {
    const answers = await Promise.all([0, 2, 4, 6].map((expected) => at.journal.append(append(expected, 2))));
    expect(answers.map(({ kind }) => kind)).toEqual(['appended', 'appended', 'appended', 'appended']);
    expect(await at.journal.history('run-1', 0, 100)).toHaveLength(8);
  });

  test('[JO3] the definition comes with the first events', async () => {
    await at.journal.append(append(0, 1));
    expect(await at.journal.definition('h1')).toEqual(definition);
    await at.journal.append(append(0, 1, { hash: 'h2' })); // a conflict
    expect(await at.journal.definition('h2')).toBeNull();
  });

  test('[JO4] what cannot be written fails alone', async () => {
    const bad = { ...append(0, 1, { runId: 'bad' }), events: [{ ...event(1), output: 1n } as unknown as Recorded] };
    const answers = await Promise.allSettled([
      at.journal.append(append(0, 1, { runId: 'a' })),
      at.journal.append(bad),
      at.journal.append(append(0, 1, { runId: 'b' })),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await at.journal.entry('bad')).toBeNull();
    expect(await at.journal.history('b', 0, 10)).toEqual([event(1)]);
    expect(await at.journal.append(append(0, 1, { runId: 'bad' }))).toEqual({ kind: 'appended' });
  });
}

function conflicts(at: At): void {
  test.each([
    ['a new run that is there already', 0],
    ['a version that is past', 2],
    ['the middle of an earlier append', 1],
    ['a version yet to come', 5],
  ])('[JO2] a conflict: %s', async (_, expected) => {
    await at.journal.append(append(0, 2));
    await at.journal.append(append(2, 2));
    expect(await at.journal.append(append(expected, 1, { status: 'failed' }))).toEqual({
      kind: 'conflict',
      version: 4,
    });
    expect(await at.journal.history('run-1', 0, 100)).toEqual([1, 2, 3, 4].map(event));
    expect(await at.journal.entry('run-1')).toMatchObject({ status: 'running', events: 4 });
  });

  test('[JO2] a run that is not there has version 0', async () => {
    expect(await at.journal.append(append(3, 1))).toEqual({ kind: 'conflict', version: 0 });
    expect(await at.journal.entry('run-1')).toBeNull();
  });

  test('[JO2] of many that expect the same version, one is written', async () => {
    await at.journal.append(append(0, 1));
    const answers = await Promise.all(Array.from({ length: 20 }, () => at.journal.append(append(1, 1))));
    expect(answers.filter(({ kind }) => kind === 'appended')).toHaveLength(1);
    expect(await at.journal.history('run-1', 0, 100)).toEqual([1, 2].map(event));
  });
}

function reading(at: At): void {
  test('nothing is known of a run that is not there', async () => {
    expect(await at.journal.entry('none')).toBeNull();
    expect(await at.journal.load('none')).toBeNull();
    expect(await at.journal.history('none', 0, 10)).toEqual([]);
    expect(await at.journal.definition('none')).toBeNull();
  });

  test('any window of a history is a slice of it, however it was appended', async () => {
    let runs = 0;
    const sizes = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(60), fc.nat(40), async (chunks, after, limit) => {
        const runId = `run-w${(runs += 1)}`;
        let version = 0;
        for (const count of chunks) {
          await at.journal.append(append(version, count, { runId }));
          version += count;
        }
        const all = Array.from({ length: version }, (_, i) => event(i + 1));
        expect(await at.journal.history(runId, after, limit)).toEqual(all.slice(after, after + limit));
      }),
      { numRuns: 40 },
    );
  });
}

function index(at: At): void {
  test('runs are found by when they want to be looked at', async () => {
    const wakes = { now: 0, later: 700, soon: 500, never: null, ended: null };
    for (const [runId, wakeAt] of Object.entries(wakes)) await at.journal.append(append(0, 1, { runId, wakeAt }));
    expect(await at.journal.sleepers(0, 500)).toEqual([
      { runId: 'now', wakeAt: 0 },
      { runId: 'soon', wakeAt: 500 },
    ]);
    expect(await at.journal.sleepers(1, 499)).toEqual([]);
    expect(await at.journal.nextWake(500)).toBe(700);
    expect(await at.journal.nextWake(700)).toBeNull();
    await at.journal.append(append(1, 1, { runId: 'later', wakeAt: null }));
    expect(await at.journal.nextWake(500)).toBeNull();
  });

  test('what needs a person comes and goes with the run', async () => {
    const error = { type: 'http.503', message: 'no', details: { a: [1] } };
    const stuck = { kind: 'undo', path: 'pay', visit: 1, stepId: 'pay', error, since: 1_001, attempts: 3 } as const;
    await at.journal.append(append(0, 1, { status: 'suspended', wakeAt: null, attention: [stuck] }));
    expect((await at.journal.entry('run-1'))?.attention).toEqual([stuck]);
    await at.journal.append(
      append(1, 1, { status: 'suspended', wakeAt: null, attention: [stuck, { ...stuck, kind: 'step' }] }),
    );
    expect((await at.journal.entry('run-1'))?.attention).toHaveLength(2);
    const ended = { status: 'failed', endedAt: 2_000, error, output: [1], wakeAt: null } as const;
    await at.journal.append(append(2, 1, ended));
    expect(await at.journal.entry('run-1')).toEqual(entry({ ...ended, events: 3, at: 1_003 }));
  });
}

function versions(at: At): void {
  const version = (hash: string, workflow = 'test') =>
    ({ workflow, hash, definition: { ...definition, name: workflow, returns: hash }, at: 5_000, by: 'me' }) as const;

  test('[JO5] versions of a name are numbered; deploying what is deployed makes none', async () => {
    const versioned: number[] = [];
    for (const hash of ['h1', 'h1', 'h2', 'h1']) versioned.push((await at.journal.deploy(version(hash))).version);
    expect(versioned).toEqual([1, 1, 2, 3]);
    expect(await at.journal.deploy(version('h9', 'other'))).toEqual({
      workflow: 'other',
      version: 1,
      hash: 'h9',
      at: 5_000,
      by: 'me',
    });
  });

  test('[JO5] the latest version comes with its definition, which runs find as well', async () => {
    expect(await at.journal.latest('test')).toBeNull();
    await at.journal.deploy(version('h1'));
    await at.journal.deploy(version('h2'));
    await at.journal.deploy(version('a', 'another'));
    expect(await at.journal.latest('test')).toEqual({ ...version('h2'), version: 2 });
    expect(await at.journal.definition('h1')).toEqual(version('h1').definition);
    expect((await at.journal.deployments()).map(({ workflow, version: v }) => [workflow, v])).toEqual([
      ['another', 1],
      ['test', 2],
    ]);
  });

  test('[JO3] a run that is migrated is found under its new definition', async () => {
    await at.journal.append(append(0, 1));
    await at.journal.append(append(1, 1, { hash: 'h2' }, { definition: { ...definition, returns: 2 } }));
    expect(await at.journal.entry('run-1')).toMatchObject({ hash: 'h2', events: 2 });
    expect(await at.journal.definition('h2')).toEqual({ ...definition, returns: 2 });
  });
}

function slots(at: At): void {
  const queued = { key: 'k', queued: true };
  const taken = { key: 'k', queued: false };

  test('[JO6] who has a slot of a key, and who has waited longest', async () => {
    expect(await at.journal.slots('test', 'k')).toEqual({ taken: 0, next: null });
    await at.journal.append(append(0, 1, { runId: 'z' }, { slot: taken }));
    await at.journal.append(append(0, 1, { runId: 'b' }, { slot: queued }));
    await at.journal.append(append(0, 1, { runId: 'a' }, { slot: queued }));
    await at.journal.append(append(0, 1, { runId: 'other' }, { slot: { key: 'l', queued: true } }));
    await at.journal.append(append(0, 1, { runId: 'far', workflow: 'far' }, { slot: queued }));
    expect(await at.journal.slots('test', 'k')).toEqual({ taken: 1, next: 'b' });
    await at.journal.append(append(1, 1, { runId: 'b' }, { slot: taken }));
    expect(await at.journal.slots('test', 'k')).toEqual({ taken: 2, next: 'a' });
    await at.journal.append(append(1, 1, { runId: 'z' }, { slot: null }));
    await at.journal.append(append(2, 1, { runId: 'b' })); // nothing is said of its slot
    expect(await at.journal.slots('test', 'k')).toEqual({ taken: 1, next: 'a' });
  });

  test('[JO6] an append that is refused takes no slot', async () => {
    await at.journal.append(append(0, 1));
    await at.journal.append(append(0, 1, {}, { slot: taken }));
    expect(await at.journal.slots('test', 'k')).toEqual({ taken: 0, next: null });
  });
}
