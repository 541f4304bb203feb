import { compile } from '../../core/compile/index.ts';
import type { JsonObject } from '../../core/json.ts';
import { BRANCHES, STEPS } from '../workload.ts';

export interface Compiled {
  readonly definition: JsonObject;
  readonly hash: string;
}

const nothing = { type: 'task', activity: 'nothing', readOnly: true };
/** Lost attempts are made again at once. */
const again = { ...nothing, retry: [{ maxAttempts: 1_000, initialInterval: '1ms', backoffCoefficient: 1 }] };

/** W1: steps that do nothing, one after the other. */
export const chain = (): Compiled => compiled('chain', inARow(nothing));

/** W4: the same, of runs that carry on after a crash. */
export const recoverable = (): Compiled => compiled('recoverable', inARow(again));

/** W2: as many at once, and their join. */
export const fanOut = (): Compiled =>
  compiled('fan-out', {
    start: 'all',
    steps: {
      all: {
        type: 'parallel',
        branches: Object.fromEntries(
          Array.from({ length: BRANCHES }, (_, i) => [`b${i}`, { start: `t${i}`, steps: { [`t${i}`]: nothing } }]),
        ),
      },
    },
  });

/** W3: one timer that does not strike while anybody looks. */
export const sleep = (): Compiled => compiled('sleep', { start: 'wait', steps: { wait: { type: 'wait', for: '1d' } } });

/** A step may be entered 10,000 times (DF7), so a long history needs several. */
const TURNS = 10;

/** W5: a history as long as wanted, of a state that stays small: steps in a ring, each with a choice behind it. */
export const ring = (): Compiled =>
  compiled('ring', {
    start: 'work0',
    steps: Object.fromEntries(
      Array.from({ length: TURNS }, (_, i) => i).flatMap((i) => [
        [`work${i}`, { ...again, next: `more${i}` }],
        [`more${i}`, { type: 'choice', branches: [{ when: '{% true %}', next: `work${(i + 1) % TURNS}` }] }],
      ]),
    ) as JsonObject,
  });

/** Fills a database: over with its first append. */
export const brief = (): Compiled => compiled('brief', { start: 'done', steps: { done: { type: 'succeed' } } });

const inARow = (step: JsonObject): JsonObject => ({
  start: 's1',
  steps: Object.fromEntries(
    Array.from({ length: STEPS }, (_, i) => [`s${i + 1}`, { ...step, ...(i + 1 < STEPS && { next: `s${i + 2}` }) }]),
  ),
});

function compiled(name: string, body: JsonObject): Compiled {
  const result = compile({ format: 'sagaloom/v1', name, ...body }, { activities: [{ name: 'nothing' }] });
  if (!result.ok) throw new Error(`the definition ${name} does not compile: ${result.diagnostics[0]?.message}`);
  return { definition: result.definition as unknown as JsonObject, hash: result.hash };
}
