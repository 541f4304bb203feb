import type { AttemptResult } from '../../core/command.ts';
import type { Failure } from '../../core/failure.ts';
import type { Progress, Work } from '../../runtime/ports.ts';
import type { Session } from './session.ts';

/**
 * One attempt on its way to a worker and back.
 *
 *   waiting  in its queue; nobody has begun it
 *   taking   a worker asked, and the engine is told; nobody has begun it
 *   leased   a worker has it
 *   answered the worker said how it ended; the engine records it
 *   over     nobody here has anything to do with it
 */
export class Attempt {
  readonly work: Work;
  readonly progress: Progress | undefined;
  readonly signal: AbortSignal;
  phase: 'waiting' | 'taking' | 'leased' | 'answered' | 'over' = 'waiting';
  /** Who has it, while it is leased. */
  lease: Lease | null = null;
  private readonly settle: (result: AttemptResult | Promise<AttemptResult>) => void;

  constructor(
    { work, progress, signal }: Pick<Attempt, 'work' | 'progress' | 'signal'>,
    settle: (result: AttemptResult | Promise<AttemptResult>) => void,
  ) {
    this.work = work;
    this.progress = progress;
    this.signal = signal;
    this.settle = settle;
  }

  answer(result: AttemptResult): void {
    this.phase = 'answered';
    this.settle(result);
  }

  end(result: AttemptResult | Promise<AttemptResult>): void {
    this.phase = 'over';
    this.settle(result);
  }
}

/** What a worker holds of an attempt. */
export interface Lease {
  readonly token: string;
  readonly attempt: Attempt;
  readonly session: Session;
  /** Monotonic ms. */
  expiresAt: number;
  /** The worker was told that it should stop. */
  isCancelTold: boolean;
}

export const failure = (error: Failure): AttemptResult => ({ kind: 'failed', error });

/** AT2. It was never given to anybody. */
export const notBegun = ({ stepId }: Work): AttemptResult =>
  failure({ type: 'cancelled', message: `${stepId} was not begun.`, effect: 'none' });

/** AT2. What it did until then is not known. */
export const lost = (message: string): AttemptResult => failure({ type: 'worker.lost', message, effect: 'unknown' });
