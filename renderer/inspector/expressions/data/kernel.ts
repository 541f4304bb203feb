import type { Json, JsonObject } from '@sagaloom/engine/core';
import type { Evaluated } from './evaluate.ts';
import type { Simulated, Simulation } from './simulate.ts';
import type { Answer, Answered, Asked, Question } from './worker.ts';

/** The worker that tries expressions out. One that does not answer is replaced: an expression may be as slow as it may be bounded. */
const patienceMs = 5_000;

let worker: Worker | null = null;
let sentScope: JsonObject | null = null;
let lastId = 0;
const waiting = new Map<number, (answer: Answer) => void>();

function workerNow(): Worker {
  if (worker) return worker;
  const made = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  made.addEventListener('message', ({ data }: MessageEvent<Answered>) => settle(data.id, data.answer));
  made.addEventListener('error', dismiss);
  worker = made;
  return made;
}

function settle(id: number, answer: Answer): void {
  waiting.get(id)?.(answer);
  waiting.delete(id);
}

function dismiss(): void {
  worker?.terminate();
  worker = null;
  sentScope = null;
  for (const id of waiting.keys()) settle(id, null);
}

async function ask(question: Question): Promise<Answer> {
  lastId += 1;
  const id = lastId;
  return new Promise<Answer>((resolve) => {
    const timer = setTimeout(dismiss, patienceMs);
    waiting.set(id, (answer) => {
      clearTimeout(timer);
      resolve(answer);
    });
    // A worker's port has no origin to name.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    workerNow().postMessage({ id, question } satisfies Asked);
  });
}

/** Null where it took too long. */
export async function evaluate(template: Json, scope: JsonObject, nowMs: number): Promise<Evaluated | null> {
  const answer = await ask({ kind: 'evaluate', template, nowMs, scope: scope === sentScope && worker ? null : scope });
  sentScope = worker ? scope : null;
  return answer !== null && 'failed' in answer ? answer : null;
}

/** Null where the document does not compile, or its run does not end in time. */
export async function simulated(simulation: Simulation): Promise<Simulated | null> {
  const answer = await ask({ kind: 'simulate', simulation });
  return answer !== null && 'events' in answer ? answer : null;
}
