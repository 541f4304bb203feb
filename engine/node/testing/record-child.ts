/**
 * Records a database of today's schema, as text on stdout: `node engine/node/testing/record-child.ts > recorded/3.sql`. Once in each
 * version, before the next; what was recorded is never recorded again.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile, type JsonObject } from '../../core/index.ts';
import type { Activities } from '../../runtime/index.ts';
import { openEngine } from '../index.ts';
import { dumpOf } from './dump.ts';

const task = (next?: string): JsonObject => ({
  type: 'task',
  activity: 'act',
  retry: [{ maxAttempts: 3 }],
  ...(next === undefined ? {} : { next }),
});
const nap = { type: 'wait', for: '30d' };

const documents: Readonly<Record<string, JsonObject>> = {
  ended: { start: 'one', steps: { one: task('two'), two: task() } },
  open: { start: 'one', steps: { one: task('hang'), hang: { ...task('three'), activity: 'hang' }, three: task() } },
  long: {
    variables: { n: 0 },
    start: 'add',
    steps: {
      add: { type: 'set', assign: { n: '{% vars.n + 1 %}' }, next: 'again' },
      again: { type: 'choice', branches: [{ when: '{% vars.n < 150 %}', next: 'add' }], otherwise: 'nap' },
      nap: { ...nap, next: 'after' },
      after: task(),
    },
    returns: '{% vars.n %}',
  },
  stuck: {
    start: 'order',
    steps: {
      order: {
        type: 'saga',
        start: 'pay',
        steps: {
          pay: { ...task('fails'), compensate: { activity: 'refuse', retry: [{ maxAttempts: 1 }] } },
          fails: { type: 'fail', error: { type: 'no' } },
        },
      },
    },
  },
};

const activities: Activities = {
  perform: async ({ stepId, activity }) => {
    if (activity === 'hang') return new Promise(() => {});
    if (activity === 'refuse')
      return { kind: 'failed', error: { type: 'no', message: 'no', retryable: false }, effect: 'none' };
    return { kind: 'completed', output: stepId };
  },
};

const folder = mkdtempSync(join(tmpdir(), 'sagaloom-record-'));
const database = join(folder, 'runs.db');
const engine = await openEngine({ database, activities });
for (const [runId, document] of Object.entries(documents)) {
  const compiled = compile({ format: 'sagaloom/v1', name: runId, ...document });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics));
  const { definition, hash } = compiled;
  await engine.start({
    definition: JSON.parse(JSON.stringify(definition)) as JsonObject,
    hash,
    input: { recorded: true },
    config: {},
    by: 'recorder',
    runId,
  });
}
await new Promise((resolve) => setTimeout(resolve, 1_000));
await engine.close();
process.stdout.write(dumpOf(database));
rmSync(folder, { recursive: true, force: true });
