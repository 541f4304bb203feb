/**
 * An engine whose activities write what they do into a file, for the crash test. It starts its runs (again: those that are there are
 * refused), says each acknowledgement as it comes, and says so when all have ended.
 */
import { appendFileSync } from 'node:fs';
import type { Activities, Work } from '../../runtime/index.ts';
import { definitionOf, request, task } from '../../runtime/testing/documents.ts';
import { openEngine } from '../index.ts';

const [, , database = '', ledger = '', runs = '0'] = process.argv;

const retry = [{ maxAttempts: 50, initialInterval: '1ms', maxInterval: '5ms' }];
const step = (next?: string) =>
  task({ retry, compensate: { activity: 'undo', retry }, ...(next === undefined ? {} : { next }) });
const definition = definitionOf({
  order: {
    type: 'saga',
    start: 'reserve',
    steps: {
      reserve: step('charge'),
      charge: step('ship'),
      ship: step('refuse'),
      refuse: task({ activity: 'refuse', readOnly: true, retry }),
    },
  },
});

const note = (line: object): void => appendFileSync(ledger, `${JSON.stringify(line)}\n`);
const say = (line: object): boolean => process.stdout.write(`${JSON.stringify(line)}\n`);

const activities: Activities = {
  async perform({ run, id, stepId, undo, activity }: Work) {
    note({ runId: run.runId, id, stepId, undo, done: false });
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 40));
    if (activity === 'refuse')
      return { kind: 'failed', error: { type: 'refused', message: 'no', retryable: false }, effect: 'none' };
    note({ runId: run.runId, id, stepId, undo, done: true });
    return { kind: 'completed', output: id };
  },
};

process.once('disconnect', () => process.exit());
const engine = await openEngine({ database, activities });
say({ open: true });
const ids = Array.from({ length: Number(runs) }, (_, i) => `r${i}`);
for (const runId of ids) {
  const outcome = await engine.start(request(definition, { runId }));
  if (outcome.kind === 'accepted') say({ started: runId });
}
await Promise.all(ids.map((runId) => engine.settled(runId)));
say({ ended: true });
