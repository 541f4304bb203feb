import type { Effect } from '../../core/failure.ts';
import type { Wire } from './wire.ts';

/**
 * AT2: what a failed request may have left in the world.
 *
 * Invariants
 *   H1  what never reached the wire has effect none
 *   H2  a safe method (GET, HEAD, OPTIONS) has effect none, however it failed
 *   H3  a 4xx says that the request was refused: none
 *   H4  all else is unknown; also a 4xx to the GET that a redirect made of a POST, because that POST was taken
 */
const safe: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

export function effectOfBreak({ sent }: Wire): Effect {
  return sent.every((method) => safe.has(method)) ? 'none' : 'unknown'; // H1, H2, H4
}

export function effectOfStatus(status: number, wire: Wire): Effect {
  const answered = wire.sent.at(-1);
  const rewritten = answered !== undefined && safe.has(answered);
  return status >= 400 && status < 500 && !rewritten ? 'none' : effectOfBreak(wire); // H3, H4
}
