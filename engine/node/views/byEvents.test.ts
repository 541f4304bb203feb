import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { JsonObject, Recorded, RunEvent } from '../../core/index.ts';
import { openWritable } from '../database.ts';
import { openReader } from '../index.ts';
import { testFolder } from '../testing/folder.ts';
import { handJournal } from '../testing/journal.ts';
import { builtinProjections } from './builtin.ts';
import { keepViews } from './keeper.ts';

const started = (runId: string, more: Partial<Extract<RunEvent, { type: 'RunStarted' }>> = {}): RunEvent => ({
  type: 'RunStarted',
  runId,
  runKey: runId,
  workflow: 'order',
  hash: 'h1',
  semantics: 1,
  seed: '',
  input: null,
  config: {},
  variables: {},
  deadline: null,
  traceparent: null,
  ...more,
});
const set = (values: JsonObject): RunEvent => ({ type: 'AttributesSet', values });
const ended: RunEvent = { type: 'RunEnded', status: 'completed', output: null, error: null, left: [] };

const recorded = (events: readonly RunEvent[]): readonly Recorded[] =>
  events.map((event, i) => ({ ...event, seq: i + 1, at: 1_000 + i }));

/** One append an event, all there before anything is fed, so that what has ended by then is seen through its few events only. */
function reading(histories: Readonly<Record<string, readonly RunEvent[]>>) {
  const file = join(testFolder(), 'runs.db');
  const database = openWritable(file);
  const journal = handJournal(database);
  for (const [runId, events] of Object.entries(histories))
    for (const event of recorded(events)) journal.append(runId, [event]);
  const keeper = keepViews(file, builtinProjections(), (_, error) => {
    throw error;
  });
  keeper.catchUp();
  keeper.close();
  database.close();
  const reader = openReader(file);
  onTestFinished(() => reader.close());
  return reader;
}

describe('search attributes', () => {
  const reader = () =>
    reading({
      a: [started('a', { attributes: { customer: 'ada', total: 10, vip: true } }), ended],
      b: [started('b', { attributes: { customer: 'bob', total: 1 } }), set({ customer: 'ada', total: 200 }), ended],
      c: [started('c'), set({ customer: 'bob', total: 30, vip: false, none: null })],
      d: [started('d', { attributes: { customer: 'ada', total: '15' } })],
    });

  test('find runs by equality and by range, of one type, in order, also those that have ended', () => {
    const { views } = reader();
    expect(views.runsWith({ name: 'customer', equals: 'ada' }).items).toEqual(['a', 'b', 'd']);
    expect(views.runsWith({ name: 'total', from: 5, to: 200 }).items).toEqual(['a', 'c', 'b']);
    expect(views.runsWith({ name: 'total', equals: 1 }).items).toEqual([]);
    expect(views.runsWith({ name: 'total', equals: '15' }).items).toEqual(['d']);
    expect(views.runsWith({ name: 'vip', equals: false }).items).toEqual(['c']);
    expect(views.runsWith({ name: 'none', from: '', to: '~' }).items).toEqual([]);
  });

  test('are paged by key', () => {
    const { views } = reader();
    const first = views.runsWith({ name: 'customer', equals: 'ada', limit: 2 });
    expect(first.items).toEqual(['a', 'b']);
    const rest = views.runsWith({ name: 'customer', equals: 'ada', limit: 2, cursor: first.next });
    expect(rest).toEqual({ items: ['d'], next: null });
    expect(views.runsWith({ name: 'customer', equals: 'ada', cursor: 'nonsense' }).items).toEqual([]);
  });

  test('narrow the list of runs, all of them at once', () => {
    const read = reader();
    const ids = (attributes: Readonly<Record<string, string | number | boolean>>): readonly string[] =>
      read.runs({ attributes }).items.map(({ runId }) => runId);
    expect(ids({ customer: 'ada' })).toEqual(['d', 'b', 'a']);
    expect(ids({ customer: 'ada', total: 200 })).toEqual(['b']);
    expect(ids({ customer: "x' OR 1 = 1 --" })).toEqual([]);
  });
});

test('used definitions count each run for the one it is of now', () => {
  const migrated: RunEvent = { type: 'DefinitionMigrated', from: 'h1', hash: 'h2', assigned: {} };
  const { views } = reading({
    a: [started('a'), ended],
    b: [started('b'), migrated, ended],
    c: [started('c'), migrated],
    d: [started('d')],
  });
  expect(views.usedDefinitions().items).toEqual([
    { hash: 'h1', workflow: 'order', runs: 2, firstUsed: 1_000, lastUsed: 1_000 },
    { hash: 'h2', workflow: 'order', runs: 2, firstUsed: 1_001, lastUsed: 1_001 },
  ]);
});
