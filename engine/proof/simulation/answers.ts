import type { AttemptResult } from '../../core/command.ts';
import type { Random } from '../random.ts';

/** What the world does with an attempt: an answer, in its own time; none at all; or something no activity should say. */
export type Fate = { readonly kind: 'answers'; readonly result: AttemptResult } | { readonly kind: 'throws' };

/** How troubled the world is: 1 in the midst, 0 when it is to come to rest. */
export interface Trouble {
  readonly failures: number;
  readonly silence: number;
}

export const troubled: Trouble = { failures: 0.3, silence: 0.05 };
export const calm: Trouble = { failures: 0.03, silence: 0 };

/** Undos fail less often, or nothing would ever be compensated. Each output is unlike any other, so that a mix-up shows. */
export function fateOf(random: Random, { failures }: Trouble, undo: boolean, serial: number): Fate {
  if (!random.chance(undo ? failures / 2 : failures))
    return { kind: 'answers', result: { kind: 'completed', output: { serial, of: undo ? 'undo' : 'step' } } };
  const kind = random.below(20);
  if (kind === 0) return { kind: 'throws' };
  if (kind === 1) return { kind: 'answers', result: { kind: 'completed', output: Number.NaN } };
  return { kind: 'answers', result: failureOf(random, serial) };
}

function failureOf(random: Random, serial: number): AttemptResult {
  const type = random.oneOf(['http.503', 'http.503', 'http.500', 'business.no', 'odd']);
  const error = { type, message: `no ${serial}`, ...(random.chance(0.15) ? { retryable: false } : {}) };
  return {
    kind: 'failed',
    error,
    ...(random.chance(0.5) ? { effect: random.oneOf(['none', 'unknown', 'done']) } : {}),
  };
}
