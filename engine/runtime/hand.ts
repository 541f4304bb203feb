import type { AttemptResult } from '../core/command.ts';
import type { AttemptWanted, WantedEffect } from '../core/effect.ts';
import { soundResult, thrownResult } from './answers.ts';
import type { Work } from './ports.ts';

type Tell = (isRecorded: boolean) => void;

/** What becomes of an attempt: see `Progress`. */
export interface Fate {
  whenDecided(tell: Tell): void;
}

/** Who does attempts. */
export interface Attempts {
  perform(work: Work, signal: AbortSignal, fate: Fate): Promise<AttemptResult>;
}

export interface HandOptions {
  readonly activities: Attempts;
  readonly workOf: (attempt: AttemptWanted) => Work;
  /** Tells whether the result was recorded. */
  readonly answer: (attempt: AttemptWanted, result: AttemptResult, told: Tell) => void;
}

class Held implements Fate {
  readonly controller = new AbortController();
  answered = false;
  /** The last turn that wanted it. */
  turn: number;
  private listener: Tell | null = null;
  private isRecorded: boolean | null = null;

  constructor(turn: number) {
    this.turn = turn;
  }

  whenDecided(tell: Tell): void {
    if (this.isRecorded === null) this.listener = tell;
    else tell(this.isRecorded);
  }

  readonly decided = (isRecorded: boolean): void => {
    this.isRecorded = isRecorded;
    this.listener?.(isRecorded);
    this.listener = null;
  };
}

/**
 * The attempts a run has under way: what `plan` wants is compared with this. An attempt that has answered stays until the plan no
 * longer names it, so that it is never begun twice.
 */
export class Hand {
  private readonly options: HandOptions;
  private readonly held = new Map<string, Held>();
  private open = 0;
  private turn = 0;

  constructor(options: HandOptions) {
    this.options = options;
  }

  /** Attempts that have not answered. */
  get size(): number {
    return this.open;
  }

  /** It was begun here, and the plan has not let go of it since. */
  has(id: string): boolean {
    return this.held.has(id);
  }

  /** Begins what is new, aborts what is marked, lets go of what is gone. */
  hold(wanted: readonly WantedEffect[]): void {
    this.turn += 1;
    let named = 0;
    for (const effect of wanted) {
      if (effect.kind !== 'attempt') continue;
      const one = this.held.get(effect.id) ?? this.begin(effect);
      if (effect.cancel) abort(one);
      one.turn = this.turn;
      named += 1;
    }
    if (this.held.size > named) this.sweep();
  }

  /** Aborts all; their answers are not heard. */
  drop(): void {
    this.hold([]);
  }

  private sweep(): void {
    for (const [id, one] of this.held) {
      if (one.turn === this.turn) continue;
      abort(one);
      this.held.delete(id);
      if (one.answered) continue;
      this.letGo(one);
      one.decided(false);
    }
  }

  private begin(attempt: AttemptWanted): Held {
    const one = new Held(this.turn);
    this.held.set(attempt.id, one);
    this.open += 1;
    this.attend(one, attempt);
    return one;
  }

  private attend(one: Held, attempt: AttemptWanted): void {
    const { activities, workOf } = this.options;
    try {
      activities.perform(workOf(attempt), one.controller.signal, one).then(
        (result) => this.answered(one, attempt, soundOf(result)),
        (error: unknown) => this.answered(one, attempt, thrownResult(error)),
      );
    } catch (error) {
      this.answered(one, attempt, thrownResult(error));
    }
  }

  private answered(one: Held, attempt: AttemptWanted, result: AttemptResult): void {
    if (one.answered) return;
    this.letGo(one);
    this.options.answer(attempt, result, one.decided);
  }

  private letGo(one: Held): void {
    if (one.answered) return;
    one.answered = true;
    this.open -= 1;
  }
}

function abort(one: Held): void {
  if (!one.answered) one.controller.abort();
}

/** Other people's objects: to look at them may throw. */
function soundOf(result: AttemptResult): AttemptResult {
  try {
    return soundResult(result);
  } catch (error) {
    return thrownResult(error);
  }
}
