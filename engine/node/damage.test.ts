import { copyFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { type Activities, isEnvironmentError } from '../runtime/index.ts';
import { chain, definitionOf, request, task } from '../runtime/testing/documents.ts';
import { completed } from '../runtime/testing/held-activities.ts';
import { openEngine, openReader } from './index.ts';
import { suiteFolder } from './testing/folder.ts';
import { viewsFile } from './views/file.ts';

vi.setConfig({ testTimeout: 300_000 });

const instant: Activities = {
  perform: async ({ stepId, undo, activity }) =>
    activity === 'refuse' || undo
      ? { kind: 'failed', error: { type: 'no', message: 'no', retryable: false }, effect: 'none' }
      : completed(stepId),
};
const stuck = definitionOf({
  saga: {
    type: 'saga',
    start: 'pay',
    steps: {
      pay: task({ compensate: { activity: 'refund', retry: [{ maxAttempts: 1 }] }, next: 'fails' }),
      fails: task({ activity: 'refuse' }),
    },
  },
});

/** Runs that have ended, that wait, and that want a person. */
async function fill(file: string): Promise<void> {
  const engine = await openEngine({ database: file, activities: instant });
  for (let i = 0; i < 12; i += 1) {
    await engine.start(request(chain(4), { runId: `done${i}` }));
    await engine.settled(`done${i}`);
  }
  await engine.start(request(stuck, { runId: 'stuck' }));
  await engine.settled('stuck');
  await engine.start(request(definitionOf({ nap: { type: 'wait', for: '30d' } }), { runId: 'nap' }));
  await engine.close();
}

const change = fc.oneof(
  fc.record({
    kind: fc.constant('flip' as const),
    at: fc.array(fc.double({ min: 0, max: 0.999_999, noNaN: true }), { minLength: 1, maxLength: 20 }),
    by: fc.integer({ min: 1, max: 255 }),
  }),
  fc.record({
    kind: fc.constant('wipe' as const),
    at: fc.double({ min: 0, max: 0.999_999, noNaN: true }),
    bytes: fc.integer({ min: 1, max: 9_000 }),
  }),
  fc.record({ kind: fc.constant('cut' as const), at: fc.double({ min: 0, max: 1, noNaN: true }) }),
  fc.record({
    kind: fc.constant('drop' as const),
    table: fc.constantFrom(
      'runs',
      'journal',
      'definitions',
      'snapshots',
      'attention',
      'engine',
      'removals',
      'slots',
      'deployments',
    ),
  }),
  fc.record({
    kind: fc.constant('text' as const),
    table: fc.constantFrom('journal.events', 'definitions.definition', 'runs.output'),
    by: fc.constantFrom('', '{', 'null', '[null]', '[{}]', '[{"type":"Nothing","seq":1,"at":0}]', '"x"'),
  }),
);

type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function damage(file: string, how: Change): void {
  if (how.kind === 'drop') return vandal(file, `DROP TABLE ${how.table}`);
  if (how.kind === 'text') {
    const [table, column] = how.table.split('.');
    return vandal(file, `UPDATE ${table} SET ${column} = '${how.by}'`);
  }
  const bytes = readFileSync(file);
  if (how.kind === 'cut') return truncateSync(file, Math.floor(how.at * bytes.length));
  if (how.kind === 'wipe')
    bytes.fill(
      0,
      Math.floor(how.at * bytes.length),
      Math.min(bytes.length, Math.floor(how.at * bytes.length) + how.bytes),
    );
  else
    for (const at of how.at)
      bytes[Math.floor(at * bytes.length)] = (bytes[Math.floor(at * bytes.length)] ?? 0) ^ how.by;
  writeFileSync(file, bytes);
}

function vandal(file: string, sql: string): void {
  const database = new Database(file);
  database.exec(sql);
  database.close();
}

/** It works, or it says in one line what is wrong. */
async function soundOrSaid(work: () => unknown): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isEnvironmentError(error)) throw error;
    expect(error.message).toMatch(/^[^\n]+\.$/);
  }
}

async function useAll(file: string): Promise<void> {
  await soundOrSaid(() => {
    const reader = openReader(file);
    try {
      const { items } = reader.runs({ limit: 500 });
      for (const { runId, hash } of items) [reader.run(runId), reader.history(runId), reader.definition(hash)].at(0);
      [reader.attention(), reader.counts(), reader.views.lag(), reader.views.tasks(), reader.views.ledger()].at(0);
    } finally {
      reader.close();
    }
  });
  await soundOrSaid(async () => {
    const engine = await openEngine({ database: file, activities: instant });
    try {
      await soundOrSaid(() => engine.start(request(chain(2), { runId: 'new' })));
      await soundOrSaid(() => engine.command('stuck', { type: 'undoSkip', path: 'pay', visit: 1, by: 'me' }));
      await soundOrSaid(() => engine.command('nap', { type: 'cancel', by: 'me' }));
    } finally {
      await engine.close();
    }
  });
}

describe('[HO9] a damaged database', () => {
  const folder = suiteFolder();
  const whole = join(folder, 'whole.db');

  test('is read and opened, or refused in one line: no crash, no loop, no stack', async () => {
    await fill(whole);
    let count = 0;
    await fc.assert(
      fc.asyncProperty(change, fc.boolean(), async (how, isOfViews) => {
        const file = join(folder, `runs${(count += 1)}.db`);
        copyFileSync(whole, file);
        copyFileSync(viewsFile(whole), viewsFile(file));
        if (isOfViews && (how.kind === 'flip' || how.kind === 'wipe' || how.kind === 'cut'))
          damage(viewsFile(file), how);
        else damage(file, how);
        await useAll(file);
      }),
      { numRuns: Number(process.env['SAGALOOM_DAMAGES'] ?? 150), seed: 7, endOnFailure: true },
    );
  });
});
