import type { Clock } from '../../runtime/ports.ts';
import type { Attempt } from './attempt.ts';

export type Verdict = 'recorded' | 'refused';

/** So many answers are remembered, so that one who did not hear what became of his may ask again. */
const REMEMBERED = 10_000;

/** The longest that somebody waits for the engine to record his answer. */
const PATIENCE_MS = 15_000;

/** WK5. What became of what workers said, by lease. */
export class Verdicts {
  private readonly clock: Clock;
  private readonly byToken = new Map<string, Promise<Verdict>>();
  private readonly open = new Map<Attempt, (verdict: Verdict) => void>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  has(token: string): boolean {
    return this.byToken.has(token);
  }

  /** It is answered now. A host that records nothing has recorded it. */
  expect(token: string, attempt: Attempt): void {
    const { promise, resolve } = Promise.withResolvers<Verdict>();
    this.byToken.set(token, promise);
    if (attempt.progress === undefined) resolve('recorded');
    else this.open.set(attempt, resolve);
    for (const [oldest] of this.byToken) {
      if (this.byToken.size <= REMEMBERED) break;
      this.byToken.delete(oldest);
    }
  }

  give(attempt: Attempt, isRecorded: boolean): void {
    attempt.phase = 'over';
    this.open.get(attempt)?.(isRecorded ? 'recorded' : 'refused');
    this.open.delete(attempt);
  }

  /** `late`: not known yet. Of a lease that was never answered: refused. */
  async of(token: string): Promise<Verdict | 'late'> {
    const { clock } = this;
    const verdict = this.byToken.get(token);
    if (verdict === undefined) return 'refused';
    const { promise, resolve } = Promise.withResolvers<'late'>();
    const cancel = clock.setTimer(clock.now() + PATIENCE_MS, () => resolve('late'));
    return Promise.race([verdict, promise]).finally(cancel);
  }
}
