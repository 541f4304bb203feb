import type { TimerWanted, WantedEffect } from '../core/effect.ts';

/** The timers of a run that were handed in and are still wanted: each is handed in once for one time. */
export class DueTimers {
  private fired = new Set<string>();

  /** Those that are due and were not handed in, the earliest first, and when the next is: Infinity where none is wanted. */
  take(wanted: readonly WantedEffect[], now: number): { readonly due: readonly TimerWanted[]; readonly next: number } {
    const due: TimerWanted[] = [];
    let next = Infinity;
    for (const effect of wanted) {
      if (effect.kind !== 'timer' || this.hasFired(effect)) continue;
      if (effect.at <= now) due.push(effect);
      else next = Math.min(next, effect.at);
    }
    for (const timer of due) this.fired.add(keyOf(timer));
    return { due: due.toSorted((a, b) => a.at - b.at), next };
  }

  /** It was not due after all, since the clock was set back meanwhile: it is handed in again. */
  refused(timer: TimerWanted): void {
    this.fired.delete(keyOf(timer));
  }

  /** Of those that are wanted no more. */
  forget(wanted: readonly WantedEffect[]): void {
    if (this.fired.size === 0) return;
    const timers = wanted.filter((effect) => effect.kind === 'timer').map(keyOf);
    this.fired = new Set(timers.filter((key) => this.fired.has(key)));
  }

  private hasFired(timer: TimerWanted): boolean {
    return this.fired.size > 0 && this.fired.has(keyOf(timer));
  }
}

function keyOf({ id, at }: TimerWanted): string {
  return `${id}@${at}`;
}
