import { expect, test } from 'vitest';
import { type Recorded, StepKeys } from './index.ts';
import { done, Driver, failed, programOf, task, undoable } from './testing/drive.ts';

const loop = programOf({
  variables: { n: 0 },
  start: 'again',
  steps: {
    again: undoable({ assign: { n: '{% vars.n + 1 %}' }, next: 'more' }),
    more: { type: 'choice', branches: [{ when: '{% vars.n < 3 %}', next: 'again' }], otherwise: 'end' },
    end: task(),
  },
});

/** Of each place the key, as the history gives it. */
function keysOf(history: readonly Recorded[]): ReadonlyMap<string, string> {
  const keys = new StepKeys();
  const found = new Map<string, string>();
  for (const event of history) {
    keys.see(event);
    if (event.type === 'StepStarted') found.set(`${event.path}#${event.visit}`, keys.of(event));
  }
  return found;
}

test.each([
  ['a run', { runKey: 'k1' }],
  [
    'a run that continues another',
    { runId: 'r2', runKey: 'k1', continued: { from: 'r1', generation: 2, signals: [], children: [], attributes: {} } },
  ],
])('[AT3] the keys of the steps of %s follow from its history, which does not say them', async (_, more) => {
  const tried = new Map<string, string>();
  const driver = new Driver(loop, ({ path, visit, key, stepId, undo }) => {
    if (!undo) tried.set(`${path}#${visit}`, key);
    return stepId === 'end' ? failed('no', { effect: 'none', retryable: false }) : done();
  });
  expect(await driver.start({}, more)).toBeNull();
  await driver.settle();
  expect(new Set(tried.values()).size).toBe(4); // three visits of the one, one of the other
  expect(keysOf(driver.events)).toEqual(tried);
  const begun = JSON.stringify(driver.events.filter(({ type }) => type === 'StepStarted'));
  for (const key of tried.values()) expect(begun).not.toContain(key);
});
