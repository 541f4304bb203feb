import type { AttemptResult } from '../../core/command.ts';
import type { Failure } from '../../core/failure.ts';
import type { Json } from '../../core/json.ts';
import { type ActivityContext, completed, failed, inputFailure } from '../activity.ts';
import { ThreadPool } from '../threads/pool.ts';
import { threadScript } from '../threads/script.ts';
import type { TaskEnd } from '../threads/thread.ts';
import { HEAP_MB, IDLE_MS, MAX_SIZE, THREADS, TIMEOUT_MS } from './limits.ts';
import type { Problem } from './problem.ts';
import type { TransformEnd, TransformTask } from './protocol.ts';
import type { TransformInput } from './schema.ts';
import { sideOf } from './sides.ts';

/** Data of others is taken apart where it can do no harm but to its thread, which has limits. */
const threads = new ThreadPool(
  async () => ({
    script: threadScript(import.meta.url, './worker.ts', 'transform-worker.js'),
    limits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: 32 },
  }),
  { size: THREADS, idleMs: IDLE_MS },
);

export const warmUp = (): Promise<void> => threads.warmUp();
export const close = (): Promise<void> => threads.close();

export async function perform(
  { from, to, data }: TransformInput,
  { place }: ActivityContext,
  signal: AbortSignal,
): Promise<AttemptResult> {
  const source = await sideOf(from, true, place.workspace);
  if (!source.ok) return failed(source.error);
  const target = await sideOf(to, false, place.workspace);
  if (!target.ok) return failed(target.error);
  const task: TransformTask = { from: source.value, to: target.value, data: JSON.stringify(data) };
  if (task.data.length > MAX_SIZE)
    return failed(inputFailure(`The data is larger than ${MAX_SIZE / 1024 / 1024} MiB.`));
  return resultOf(await threads.run({ task, timeoutMs: TIMEOUT_MS, signal }));
}

/** A conversion has no effects (AT2), and gives the same for the same data: its failures are final. */
function resultOf(end: TaskEnd): AttemptResult {
  switch (end.kind) {
    case 'answer': {
      const answer = end.answer as TransformEnd;
      return answer.ok ? completed(JSON.parse(answer.json) as Json) : failed(failureOf(answer.problem));
    }
    case 'overtime':
      return failed(
        failureOf({ kind: 'limit', message: `The data took longer than ${TIMEOUT_MS / 1000} s to convert.` }),
      );
    case 'aborted':
      return failed({ type: 'cancelled', message: 'The conversion was stopped.', effect: 'none' });
    case 'lost':
      if (end.outOfMemory)
        return failed(failureOf({ kind: 'limit', message: 'The data needs more memory than a conversion has.' }));
      return failed({
        type: 'transform.broken',
        message: `The thread of the conversion ended: ${end.message}.`,
        effect: 'none',
      });
  }
}

function failureOf({ kind, message, line, column }: Problem): Failure {
  const details = { ...(line !== undefined && { line }), ...(column !== undefined && { column }) };
  return {
    type: `transform.${kind}`,
    message,
    ...(line !== undefined && { details }),
    retryable: false,
    effect: 'none',
  };
}
