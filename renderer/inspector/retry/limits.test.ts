import { compile, type Json } from '@sagaloom/engine/core';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { idleLimits, timeoutsOf } from './limits.ts';

const text = fc.option(
  fc.integer({ min: 1, max: 40 }).map((seconds) => `${seconds * 5}s`),
  { nil: undefined },
);
const timeouts = fc
  .record({ scheduleToClose: text, scheduleToStart: text, startToClose: text, heartbeat: text })
  .map((given) => JSON.parse(JSON.stringify(given)) as Record<string, Json>);

const documentOf = (own: Json, general: Json): Json => ({
  format: 'sagaloom/v1',
  name: 'flow',
  defaults: { timeouts: general },
  start: 'one',
  steps: { one: { type: 'task', activity: 'http', timeouts: own } },
});

test('what is said to hold is what the engine goes by', () => {
  fc.assert(
    fc.property(timeouts, timeouts, (own, general) => {
      const compiled = compile(documentOf(own, general));
      const step = compiled.ok ? compiled.definition.steps['one'] : null;
      const held = step?.type === 'task' ? { ...step.timeouts } : null;
      const said = Object.entries(timeoutsOf(own, general)).flatMap(([name, { ms }]) =>
        ms === null ? [] : [[name, ms]],
      );
      const engine = Object.entries(held ?? {}).map(([name, value]) => [
        name,
        timeoutsOf({ startToClose: value ?? '' }, {}).startToClose.ms,
      ]);
      expect(Object.fromEntries(said)).toEqual(Object.fromEntries(engine));
    }),
  );
});

test('what the compiler finds never to strike is found here as well', () => {
  fc.assert(
    fc.property(timeouts, (own) => {
      const codes = compile(documentOf(own, {})).diagnostics.map(({ code, pointer }) => [
        code,
        pointer.split('/').at(-1),
      ]);
      const idle = idleLimits(timeoutsOf(own, {})).map(({ name }) => name);
      for (const [code, name] of codes) {
        if (code === 'TIMEOUT_TOO_LONG' || code === 'HEARTBEAT_TOO_LONG') expect(idle).toContain(name);
      }
    }),
  );
});

test('a step goes by the workflow, and the workflow by the engine', () => {
  expect(timeoutsOf({ heartbeat: '5s' }, { startToClose: '30s' })).toEqual({
    scheduleToClose: { text: null, ms: null, from: 'none' },
    scheduleToStart: { text: null, ms: null, from: 'none' },
    startToClose: { text: '30s', ms: 30_000, from: 'workflow' },
    heartbeat: { text: '5s', ms: 5_000, from: 'step' },
  });
  expect(timeoutsOf(undefined, undefined).startToClose).toEqual({ text: '1m', ms: 60_000, from: 'default' });
});
