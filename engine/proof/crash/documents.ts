import { compile } from '../../core/index.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Made } from '../documents/made.ts';

/**
 * The mixed load. Each asks the outer world (`input.url`) for effects with the engine's own http activity; how each must end follows
 * from `input.fails`, whatever happens to the engine meanwhile.
 */
const retry = [{ maxAttempts: 60, initialInterval: '10ms', maxInterval: '80ms' }];

const request = (path: string): JsonObject => ({
  method: 'POST',
  url: `{% input.url & "${path}" %}`,
  body: { run: '{% run.id %}' },
});

const call = (more: JsonObject = {}): JsonObject => ({
  type: 'task',
  activity: 'http',
  with: request('/do'),
  retry,
  compensate: { activity: 'http', with: request('/undo'), retry },
  ...more,
});

/** Answers, and does nothing. */
const look = (more: JsonObject = {}): JsonObject => ({
  type: 'task',
  activity: 'http',
  readOnly: true,
  with: request('/look'),
  retry,
  ...more,
});

/** Declined where the input says so, and then all before it is undone. */
const decide = (next: string | null): JsonObject => ({
  type: 'choice',
  branches: [
    { when: '{% input.fails %}', next: 'declined' },
    { when: '{% true %}', ...(next === null ? {} : { next }) },
  ],
});
const declined = { type: 'fail', error: { type: 'declined' } };

const saga = (steps: JsonObject): JsonObject => ({
  start: 'saga',
  steps: { saga: { type: 'saga', start: Object.keys(steps)[0] ?? '', steps } },
});

const bodies = {
  order: saga({
    reserve: call({ next: 'charge' }),
    charge: call({ next: 'look' }),
    look: look({ next: 'decide' }),
    decide: decide('ship'),
    ship: call(),
    declined,
  }),
  parallel: saga({
    both: {
      type: 'parallel',
      branches: {
        left: { start: 'l1', steps: { l1: call({ next: 'l2' }), l2: call() } },
        right: { start: 'r1', steps: { r1: call() } },
      },
      next: 'decide',
    },
    decide: decide(null),
    declined,
  }),
  timers: saga({
    before: call({ next: 'nap' }),
    nap: { type: 'wait', for: '250ms', next: 'after' },
    after: call({ next: 'decide' }),
    decide: decide(null),
    declined,
  }),
  loop: {
    variables: { n: 0 },
    ...saga({
      again: call({ assign: { n: '{% vars.n + 1 %}' }, next: 'enough' }),
      enough: { type: 'choice', branches: [{ when: '{% vars.n < 3 %}', next: 'again' }], otherwise: 'decide' },
      decide: decide(null),
      declined,
    }),
  },
  map: saga({
    each: { type: 'map', items: [1, 2, 3, 4], concurrency: 2, start: 'one', steps: { one: call() }, next: 'decide' },
    decide: decide(null),
    declined,
  }),
  receiver: {
    signals: { go: {} },
    ...saga({
      hear: { type: 'receive', signal: 'go', next: 'act' },
      act: call({ next: 'decide' }),
      decide: decide(null),
      declined,
    }),
  },
  sender: saga({
    first: call({ next: 'tell' }),
    tell: { type: 'emit', signal: 'go', to: '{% input.to %}', payload: 1, retry, readOnly: true, next: 'decide' },
    decide: decide(null),
    declined,
  }),
  parent: saga({
    own: call({ next: 'kid' }),
    kid: { type: 'child', workflow: 'order', input: { url: '{% input.url %}', fails: '{% input.fails %}' } },
  }),
  chain: {
    start: 'act',
    steps: {
      act: call({ next: 'left' }),
      left: { type: 'choice', branches: [{ when: '{% input.left > 0 %}', next: 'anew' }, { when: '{% true %}' }] },
      anew: { type: 'continueAsNew', input: '{% $merge([input, { "left": input.left - 1 }]) %}' },
    },
  },
} satisfies Readonly<Record<string, JsonObject>>;

export type LoadName = keyof typeof bodies;

export const loadNames = Object.keys(bodies) as readonly LoadName[];

export function loadOf(name: LoadName): Made {
  const compiled = compile({ format: 'sagaloom/v1', name, ...bodies[name] });
  if (!compiled.ok) throw new Error(`${name}: ${compiled.diagnostics.map(({ message }) => message).join(' ')}`);
  return { definition: JSON.parse(JSON.stringify(compiled.definition)) as JsonObject, hash: compiled.hash };
}
