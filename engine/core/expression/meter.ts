import { Refusal } from './failure.ts';
import { limits } from './limits.ts';

/** Counts the work of one evaluation and refuses to go on past the limits (DA5). */
export class Meter {
  #left: number = limits.steps;

  spend(units: number): void {
    this.#left -= units;
    if (this.#left < 0) throw new Refusal('limit', `takes more than ${limits.steps} steps.`);
  }

  string(length: number): void {
    if (length > limits.stringLength) {
      throw new Refusal('limit', `makes a text longer than ${limits.stringLength} characters.`);
    }
    this.spend(length / 256);
  }

  /**
   * Pays for an operation that reads all of a value. Parts that are shared count as often as they are reached, as the
   * operation reads them that often: nothing that would explode when written out gets past this.
   */
  walk(value: unknown): void {
    let nodes = 0;
    const pending: unknown[] = [value];
    while (pending.length > 0) {
      const next = pending.pop();
      if (++nodes > limits.valueSize)
        throw new Refusal('limit', `makes a value of more than ${limits.valueSize} parts.`);
      if (nodes % 64 === 0) this.spend(1);
      if (typeof next === 'string') this.string(next.length);
      else if (typeof next === 'object' && next !== null && !isCallable(next)) {
        for (const key of Object.keys(next)) pending.push((next as Record<string, unknown>)[key]);
      }
    }
  }
}

/** A function of JSONata's: a native one, or an object that stands for one. No JSON can pass for it: it holds native functions. */
export function isCallable(value: unknown): boolean {
  if (typeof value === 'function') return true;
  if (typeof value !== 'object' || value === null) return false;
  const { implementation, environment } = value as { implementation?: unknown; environment?: { lookup?: unknown } };
  return typeof implementation === 'function' || typeof environment?.lookup === 'function';
}
