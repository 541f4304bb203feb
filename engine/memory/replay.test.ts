import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile, type Definition, type Recorded } from '../core/index.ts';
import { randomOf } from '../core/machine/random.ts';
import type { Json, JsonObject } from '../core/json.ts';
import { documentOf, shapes } from '../core/testing/definitions.ts';
import type { Activities } from '../runtime/ports.ts';
import { memoryHost, replay } from './index.ts';

const RUNS = Number(process.env['SIMULATIONS'] ?? 60);

function definitionOf(document: Json): Definition {
  const compiled = compile(document);
  if (!compiled.ok) throw new Error(compiled.diagnostics[0]?.message);
  return compiled.definition;
}

const order: JsonObject = {
  format: 'sagaloom/v1',
  name: 'order',
  start: 'reserve',
  variables: { sum: 0 },
  steps: {
    reserve: { type: 'task', activity: 'http', with: { n: 1 }, next: 'both' },
    both: {
      type: 'parallel',
      branches: {
        a: { start: 'x', steps: { x: { type: 'wait', for: '1h' } } },
        b: { start: 'y', steps: { y: { type: 'receive', signal: 'go' } } },
      },
      next: 'pay',
    },
    pay: { type: 'task', activity: 'http', retry: [{ maxAttempts: 2 }] },
  },
};

async function recorded() {
  const host = await memoryHost({
    workflows: [order],
    mocks: { reserve: [{ return: 1 }], pay: [{ throw: { type: 'busy' } }, { return: 2 }] },
  });
  const runId = await host.start('order');
  await host.engine.signal(runId, { name: 'go', by: 'me' });
  const { history } = await host.finish(runId);
  await host.close();
  return history;
}

describe('a recorded history', () => {
  test('is what its own definition does', async () => {
    const history = await recorded();
    expect(await replay(definitionOf(order), history)).toEqual({ kind: 'same', events: history.length });
    expect(await replay(definitionOf(order), history.slice(0, 3))).toEqual({ kind: 'same', events: 3 });
  });

  test.each([
    [
      'another input of a step',
      { with: { n: 2 } },
      2,
      'StepStarted of reserve (visit 1); the definition would record it with',
    ],
    ['another step after it', { next: 'pay' }, 5, 'StepStarted of pay'],
  ] as const)('diverges where a definition says %s', async (_, change, at, instead) => {
    const steps = order['steps'] as JsonObject;
    const other = { ...order, steps: { ...steps, reserve: { ...(steps['reserve'] as JsonObject), ...change } } };
    const answer = await replay(definitionOf('next' in change ? withoutBoth(other) : other), await recorded());
    expect(answer).toMatchObject({ kind: 'diverges', at });
    expect(answer).toHaveProperty('message', expect.stringContaining(instead));
  });

  test('says what of an event is other than it was', async () => {
    const steps = order['steps'] as JsonObject;
    const reserve = { type: 'task', activity: 'http', with: { n: 'x'.repeat(100) }, next: 'both' };
    const answer = await replay(definitionOf({ ...order, steps: { ...steps, reserve } }), await recorded());
    expect(answer).toHaveProperty(
      'message',
      expect.stringMatching(/ record it with another [\w.]+\.n: "x{58}… instead of 1\.$/),
    );
  });

  test('diverges where a definition has nothing to do with an event', async () => {
    const steps = order['steps'] as JsonObject;
    const once = {
      ...order,
      steps: { ...steps, pay: { type: 'task', activity: 'http', retry: [{ maxAttempts: 1 }] } },
    };
    const answer = await replay(definitionOf(once), await recorded());
    expect(answer).toMatchObject({ kind: 'diverges', recorded: { type: 'AttemptFailed' }, instead: { retryAt: null } });
  });

  test('of anything that happened to any definition is what that does', { timeout: 600_000 }, async () => {
    let unclear = 0;
    const property = fc.asyncProperty(shapes, fc.integer(), async (block, seed) => {
      const compiled = compile({ format: 'sagaloom/v1', name: 'test', ...documentOf(block, undefined) });
      fc.pre(compiled.ok);
      fc.pre(!JSON.stringify(compiled).includes('continueAsNew')); // a chain without an end is never quiet
      const history = await happened(compiled.definition as unknown as JsonObject, seed);
      const answer = await replay(compiled.definition, history);
      if (answer.kind !== 'unclear') expect(answer).toEqual({ kind: 'same', events: history.length });
      unclear += answer.kind === 'unclear' ? 1 : 0;
    });
    await fc.assert(property, { numRuns: RUNS });
    expect(unclear).toBeLessThan(RUNS / 4);
  });
});

function withoutBoth(document: JsonObject): JsonObject {
  const { both: _, ...steps } = document['steps'] as JsonObject;
  return { ...document, steps };
}

/** A run whose activities fail, hang and throw as the seed says, and that may be cancelled on the way. */
async function happened(definition: JsonObject, seed: number): Promise<readonly Recorded[]> {
  let count = 0;
  const chance = (): number => randomOf(`${seed}:${(count += 1)}`);
  const activities: Activities = {
    perform: async ({ undo, stepId }) => {
      if (chance() < 0.05) throw new Error('broken');
      const isFailed = chance() < (undo ? 0.2 : 0.35);
      return isFailed
        ? { kind: 'failed', error: { type: 'http.503', message: stepId } }
        : { kind: 'completed', output: count };
    },
  };
  const host = await memoryHost({ workflows: [definition], activities });
  const runId = await host.start('test');
  if (chance() < 0.3) {
    await host.pass('3s');
    await host.engine.command(runId, { type: chance() < 0.7 ? 'cancel' : 'terminate', by: 'me' });
  }
  await host.pass('6h'); // it may wait for a person, or try again for ever
  const history = await host.history(runId);
  await host.close();
  return history;
}
