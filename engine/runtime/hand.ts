import type { AttemptResult } from '../core/command.ts';
import type { AttemptWanted, WantedEffect } from '../core/effect.ts';
import { soundResult, thrownResult } from './answers.ts';
import type { Activities, RunContext } from './ports.ts';

/** The attempts a run has under way: what `plan` wants is compared with this. */
export interface Hand {
  /** Begins what is new, aborts what is marked, lets go of what is gone. */
  hold(wanted: readonly WantedEffect[]): void;
  /** Attempts that have not answered. */
  readonly size: number;
  has(id: string): boolean;
  /** Aborts all; their answers are not heard. */
  drop(): void;
}

interface Held {
  readonly controller: AbortController;
  answered: boolean;
}

export interface HandOptions {
  readonly activities: Activities;
  readonly contextFor: (attempt: AttemptWanted) => RunContext;
  readonly answer: (attempt: AttemptWanted, result: AttemptResult) => void;
}

/** An attempt that has answered stays until the plan no longer names it, so that it is never begun twice. */
export function createHand({ activities, contextFor, answer }: HandOptions): Hand {
  let held = new Map<string, Held>();
  let open = 0;

  const begin = (attempt: AttemptWanted): Held => {
    const one: Held = { controller: new AbortController(), answered: false };
    open += 1;
    void perform(activities, attempt, contextFor(attempt), one.controller.signal).then((result) => {
      if (one.answered) return;
      letGo(one);
      answer(attempt, result);
    });
    return one;
  };
  const letGo = (one: Held): void => {
    if (one.answered) return;
    one.answered = true;
    open -= 1;
  };
  const abort = (one: Held): void => {
    if (!one.answered) one.controller.abort();
  };

  const hold = (wanted: readonly WantedEffect[]): void => {
    const next = new Map<string, Held>();
    for (const effect of wanted) {
      if (effect.kind !== 'attempt') continue;
      const one = held.get(effect.id) ?? begin(effect);
      if (effect.cancel) abort(one);
      held.delete(effect.id);
      next.set(effect.id, one);
    }
    for (const gone of held.values()) {
      abort(gone);
      letGo(gone);
    }
    held = next;
  };
  return {
    hold,
    get size() {
      return open;
    },
    has: (id) => held.has(id),
    drop: () => hold([]),
  };
}

async function perform(
  activities: Activities,
  attempt: AttemptWanted,
  run: RunContext,
  signal: AbortSignal,
): Promise<AttemptResult> {
  try {
    return soundResult(await activities.perform({ ...attempt, run }, signal));
  } catch (error) {
    return thrownResult(error);
  }
}
