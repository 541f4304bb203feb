import { compile } from '../../core/compile/index.ts';
import type { JsonObject } from '../../core/json.ts';

export interface Compiled {
  readonly definition: JsonObject;
  readonly hash: string;
}

export const STEPS = 10;
export const BRANCHES = 100;

const nothing = { type: 'task', activity: 'nothing', readOnly: true };

/** W1: steps that do nothing, one after the other. */
export const chain = (steps: number = STEPS): Compiled =>
  compiled('chain', {
    start: 's1',
    steps: Object.fromEntries(
      Array.from({ length: steps }, (_, i) => [
        `s${i + 1}`,
        { ...nothing, ...(i + 1 < steps && { next: `s${i + 2}` }) },
      ]),
    ),
  });

/** W2: as many at once, and their join. */
export const fanOut = (branches: number = BRANCHES): Compiled =>
  compiled('fan-out', {
    start: 'all',
    steps: {
      all: {
        type: 'parallel',
        branches: Object.fromEntries(
          Array.from({ length: branches }, (_, i) => [`b${i}`, { start: `t${i}`, steps: { [`t${i}`]: nothing } }]),
        ),
      },
    },
  });

/** W3: one timer that does not strike while anybody looks. */
export const sleep = (duration: string = 'P1D'): Compiled =>
  compiled('sleep', { start: 'wait', steps: { wait: { type: 'wait', for: duration } } });

/** W5: a history as long as wanted, with a state that stays small: one step entered again and again. */
export const loop = (): Compiled =>
  compiled('loop', {
    start: 'work',
    steps: {
      work: { ...nothing, next: 'again' },
      again: { type: 'choice', branches: [{ when: '{% true %}', next: 'work' }] },
    },
  });

function compiled(name: string, body: JsonObject): Compiled {
  const result = compile({ format: 'sagaloom/v1', name, ...body }, { activities: ['nothing'] });
  if (!result.ok) throw new Error(`the definition ${name} does not compile: ${result.diagnostics[0]?.message}`);
  return { definition: result.definition as unknown as JsonObject, hash: result.hash };
}
