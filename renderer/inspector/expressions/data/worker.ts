import type { Json, JsonObject } from '@sagaloom/engine/core';
import { type Evaluated, evaluateAll } from './evaluate.ts';
import { type Simulated, type Simulation, simulate } from './simulate.ts';

/** Expressions are tried out here, beside the screen: one that takes long does not hold it up. */
export type Question =
  | { readonly kind: 'evaluate'; readonly template: Json; readonly nowMs: number; readonly scope: JsonObject | null }
  | { readonly kind: 'simulate'; readonly simulation: Simulation };

export type Answer = Evaluated | Simulated | null;
export interface Asked {
  readonly id: number;
  readonly question: Question;
}
export interface Answered {
  readonly id: number;
  readonly answer: Answer;
}

let scope: JsonObject = {};

export async function answerTo(question: Question): Promise<Answer> {
  if (question.kind === 'simulate') return simulate(question.simulation);
  scope = question.scope ?? scope; // null: as before
  return evaluateAll(question.template, scope, question.nowMs);
}

/** Only where it is a worker; its answers go to whoever made it. */
function listen(worker: { readonly postMessage: (message: Answered) => void }): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  const answer = (id: number, said: Answer): void => worker.postMessage({ id, answer: said });
  addEventListener('message', ({ data: { id, question } }: MessageEvent<Asked>) => {
    void answerTo(question).then(
      (said) => answer(id, said),
      () => answer(id, null),
    );
  });
}

if (typeof document === 'undefined' && typeof self !== 'undefined') listen(self);
