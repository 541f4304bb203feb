import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../json.ts';
import { compile } from './index.ts';
import { blockOf, stepsOf, task } from './testing/documents.ts';

const broken = '{% ( %}';
const step = (json: JsonObject): JsonObject => stepsOf({ a: json });
const top = (more: JsonObject): JsonObject => stepsOf({ a: task() }, more);
const undo = { activity: 'undo', with: broken };

/** Wherever the definition has a template. */
const places: readonly (readonly [pointer: string, document: Json])[] = [
  ['/variables/v', top({ variables: { v: broken } })],
  ['/searchAttributes/s/value', top({ searchAttributes: { s: { type: 'string', value: broken } } })],
  ['/signals/s/key', top({ signals: { s: { key: broken } } })],
  ['/queries/q/returns', top({ queries: { q: { returns: broken } } })],
  ['/updates/u/assign/v', top({ variables: { v: 0 }, updates: { u: { assign: { v: broken } } } })],
  ['/updates/u/returns', top({ updates: { u: { returns: broken } } })],
  ['/triggers/t/input', top({ triggers: { t: { type: 'schedule', every: '1h', input: broken } } })],
  ['/triggers/t/when', top({ triggers: { t: { type: 'event', event: 'e', when: broken } } })],
  ['/triggers/t/input', top({ triggers: { t: { type: 'event', event: 'e', input: broken } } })],
  ['/concurrencyKey/key', top({ concurrencyKey: { key: broken } })],
  ['/returns', top({ returns: broken })],
  ['/steps/a/with', step(task({ with: broken }))],
  ['/steps/a/assign/v', step(task({ assign: { v: broken } }))],
  ['/steps/a/compensate/with', step(task({ compensate: undo }))],
  ['/steps/a/branches/0/when', step({ type: 'choice', branches: [{ when: broken }], otherwise: 'a' })],
  [
    '/steps/a/branches/b/output',
    step({ type: 'parallel', branches: { b: blockOf({ c: task() }, { output: broken }) } }),
  ],
  ['/steps/a/items', step({ type: 'map', items: broken, ...blockOf({ b: task() }) })],
  ['/steps/a/output', step({ type: 'map', items: [], ...blockOf({ b: task() }, { output: broken }) })],
  ['/steps/a/for', step({ type: 'wait', for: broken })],
  ['/steps/a/until', step({ type: 'wait', until: broken })],
  ['/steps/a/key', step({ type: 'receive', signal: 's', key: broken })],
  ['/steps/a/timeout', step({ type: 'receive', signal: 's', timeout: broken })],
  ['/steps/a/assign/v', step({ type: 'receive', signal: 's', assign: { v: broken } })],
  ['/steps/a/to', step({ type: 'emit', signal: 's', to: broken })],
  ['/steps/a/key', step({ type: 'emit', signal: 's', to: 'r', key: broken })],
  ['/steps/a/payload', step({ type: 'emit', event: 'e', payload: broken })],
  ['/steps/a/compensate/with', step({ type: 'emit', event: 'e', compensate: undo })],
  ['/steps/a/input', step({ type: 'child', workflow: 'w', input: broken })],
  ['/steps/a/compensate/with', step({ type: 'child', workflow: 'w', compensate: undo })],
  ['/steps/a/output', step({ type: 'saga', ...blockOf({ b: task({ readOnly: true }) }, { output: broken }) })],
  [
    '/steps/a/finally/output',
    step({ type: 'try', ...blockOf({ b: task() }), finally: blockOf({ c: task() }, { output: broken }) }),
  ],
  ['/steps/a/assign/v', step({ type: 'set', assign: { v: broken } })],
  ['/steps/a/error/message', step({ type: 'fail', error: { type: 'x', message: broken } })],
  ['/steps/a/error/details', step({ type: 'fail', error: { type: 'x', details: broken } })],
  ['/steps/a/output', step({ type: 'succeed', output: broken })],
  ['/steps/a/input', step({ type: 'continueAsNew', input: broken })],
];

describe('[DF4] an expression that cannot be evaluated is found', () => {
  test.each(places)('at %s (%#)', (pointer, document) => {
    expect(compile(document).diagnostics).toContainEqual(
      expect.objectContaining({ code: 'EXPRESSION_SYNTAX', pointer }),
    );
  });
});
