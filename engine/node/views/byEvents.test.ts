import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { JsonObject, Recorded, RunEvent } from '../../core/index.ts';
import { openWritable } from '../database.ts';
import { openReader } from '../index.ts';
import { testFolder } from '../testing/folder.ts';
import { handJournal, memoryViews } from '../testing/journal.ts';
import { builtinProjections } from './builtin.ts';
import { following } from './following.ts';
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

  test('[RN6] what is null is shown as such, and is nothing to choose by', () => {
    const read = reader();
    const attributesOf = (runId: string) => read.runs().items.find((run) => run.runId === runId)?.attributes;
    expect(attributesOf('c')).toEqual({ customer: 'bob', total: 30, vip: false, none: null });
    expect(attributesOf('b')).toEqual({ customer: 'ada', total: 200 });
    const anyOf = (name: string) => read.runs({ filter: { where: [{ name }] } }).items.map(({ runId }) => runId);
    expect([anyOf('none'), anyOf('vip')]).toEqual([[], ['c', 'a']]);
    expect(read.runFacets()?.attributes.map(({ name }) => name)).toEqual(['customer', 'total', 'vip']);
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

const task = (path: string, frame: string, visit = 1): RunEvent => ({
  type: 'StepStarted',
  path,
  visit,
  id: path,
  stepType: 'task',
  frame,
  detail: { kind: 'task', activity: 'act', with: null, readOnly: false },
});
const completed = (path: string, visit = 1): RunEvent => ({
  type: 'StepCompleted',
  path,
  visit,
  output: null,
  assigned: {},
  entry: { outcome: 'done', undo: { kind: 'ready', with: null } },
});
const no = { type: 'no', message: 'no' };

/** An undo that is to be tried again, when a person gives up. */
const aborted: readonly RunEvent[] = [
  started('a'),
  {
    type: 'StepStarted',
    path: 'order',
    visit: 1,
    id: 'order',
    stepType: 'saga',
    frame: '',
    detail: { kind: 'composite', blocks: ['body'], deadline: 9_000 },
  },
  task('pay', 'order#1/body'),
  completed('pay'),
  task('ship', 'order#1/body'),
  completed('ship'),
  task('fails', 'order#1/body'),
  { type: 'StepFailed', path: 'fails', visit: 1, error: no, outcome: 'none', entry: null, caught: null },
  {
    type: 'CompensationStarted',
    frame: 'order#1/body',
    error: no,
    order: 'parallel',
    onFailure: 'suspend',
    entries: [
      { path: 'ship', visit: 1 },
      { path: 'pay', visit: 1 },
    ],
  },
  {
    type: 'AttemptFailed',
    path: 'pay',
    visit: 1,
    attempt: 1,
    undo: true,
    error: no,
    effect: 'none',
    rule: 0,
    retryAt: 5_000,
  },
  { type: 'CompensationAborted', path: 'ship', visit: 1, frame: 'order#1/body' },
  { type: 'UndoCompleted', path: 'ship', visit: 1, attempt: 1, output: null },
  { type: 'CompensationEnded', frame: 'order#1/body', error: no, undone: 1, left: [{ path: 'pay', visit: 1 }] },
];

test.each([
  [10, ['undoRetry', 'blockTimeout']],
  [11, ['blockTimeout']],
  [13, ['blockTimeout']],
])('timers after %i events of an undoing that is given up', (events, kinds) => {
  const { views } = reading({ a: aborted.slice(0, events) });
  expect(views.timers().items.map(({ kind }) => kind)).toEqual(kinds);
});

test('the ledger says what was undone, and what is left of it once the run has ended', () => {
  const end: RunEvent = {
    type: 'RunEnded',
    status: 'failed',
    output: null,
    error: no,
    left: [{ path: 'pay', visit: 1 }],
  };
  const failed: RunEvent = {
    type: 'StepFailed',
    path: 'order',
    visit: 1,
    error: no,
    outcome: 'none',
    entry: null,
    caught: null,
  };
  const shown = (events: readonly RunEvent[]): unknown =>
    reading({ a: events })
      .views.ledger()
      .items.map(({ path, undo, placeInOrder, isLeft }) => [path, undo, placeInOrder, isLeft]);
  expect(shown(aborted.slice(0, 9))).toEqual([
    ['pay', 'running', 2, 0],
    ['ship', 'running', 1, 0],
  ]);
  expect(shown([...aborted, failed, end])).toEqual([
    ['pay', 'failed', 2, 1],
    ['ship', 'done', 1, 0],
  ]);
  expect(reading({ a: [...aborted, failed, end] }).views.ledger({ left: true }).items).toHaveLength(1);
});

test('of the steps of an open run those that are open are shown, and the last ones, however they were fed', () => {
  const steps = Array.from({ length: 70 }, (_, i) => [task('s', '', i + 1), completed('s', i + 1)]).flat();
  const open: readonly RunEvent[] = [started('a'), task('open', ''), ...steps];
  const journal = handJournal();
  const views = memoryViews();
  const follow = following(journal.database, views, builtinProjections(), (_, error) => {
    throw error;
  });
  for (const event of recorded(open)) {
    journal.append('a', [event]);
    if (event.seq % 7 === 0) while (follow.next() === 'more');
  }
  while (follow.next() === 'more');
  const shown = views.prepare('SELECT path, visit, status FROM tasks ORDER BY visit').all();
  const last = Array.from({ length: 20 }, (_, i) => ({ path: 's', visit: 51 + i, status: 'completed' }));
  expect(shown).toEqual([{ path: 'open', visit: 1, status: 'running' }, ...last]);
});
