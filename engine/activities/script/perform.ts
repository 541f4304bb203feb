import type { AttemptResult } from '../../core/command.ts';
import { durationMs } from '../../core/duration.ts';
import type { Json } from '../../core/json.ts';
import { type ActivityContext, completed, failed, inputFailure } from '../activity.ts';
import type { TaskEnd } from '../threads/thread.ts';
import {
  abortFailure,
  brokenFailure,
  memoryFailure,
  notJsonFailure,
  pendingFailure,
  syntaxFailure,
  thrownFailure,
  timeoutFailure,
  tooLargeFailure,
} from './failures.ts';
import { DEFAULT_MEMORY_MB, DEFAULT_TIMEOUT, LONGEST_TIMEOUT } from './limits.ts';
import type { ScriptEnd, ScriptLine, ScriptTask } from './protocol.ts';
import type { ScriptInput } from './schema.ts';
import { scriptThreads } from './threads.ts';

export const warmUp = (): Promise<void> => scriptThreads.warmUp();
export const close = (): Promise<void> => scriptThreads.close();

interface Limits {
  readonly timeout: string;
  readonly memoryMb: number;
}

export async function perform(
  { code, input = null, timeout = DEFAULT_TIMEOUT, memoryMb = DEFAULT_MEMORY_MB }: ScriptInput,
  { key, logger }: ActivityContext,
  signal: AbortSignal,
): Promise<AttemptResult> {
  const timeoutMs = durationMs(timeout);
  if (timeoutMs > durationMs(LONGEST_TIMEOUT)) {
    return failed(inputFailure(`A script may take ${LONGEST_TIMEOUT} at most; its timeout is ${timeout}.`));
  }
  const task: ScriptTask = { code, input: JSON.stringify(input), key, timeoutMs, memoryBytes: memoryMb * 1024 * 1024 };
  const end = await scriptThreads.run({
    task,
    timeoutMs,
    signal,
    onNote(note) {
      const { level, text } = note as ScriptLine;
      logger(level, text);
    },
  });
  return resultOf(end, { timeout, memoryMb });
}

function resultOf(end: TaskEnd, limits: Limits): AttemptResult {
  switch (end.kind) {
    case 'answer':
      return resultOfScript(end.answer as ScriptEnd, limits);
    case 'overtime':
      return failed(timeoutFailure(limits.timeout));
    case 'aborted':
      return failed(abortFailure);
    case 'lost':
      return failed(end.outOfMemory ? memoryFailure(limits.memoryMb) : brokenFailure(end.message));
  }
}

function resultOfScript(end: ScriptEnd, { timeout, memoryMb }: Limits): AttemptResult {
  switch (end.kind) {
    case 'gave':
      return completed(end.json === null ? null : (JSON.parse(end.json) as Json));
    case 'threw':
      return failed(thrownFailure(end.thrown));
    case 'syntax':
      return failed(syntaxFailure(end.thrown));
    case 'notJson':
      return failed(notJsonFailure(end.message));
    case 'tooLarge':
      return failed(tooLargeFailure(end.characters));
    case 'pending':
      return failed(pendingFailure);
    case 'timeout':
      return failed(timeoutFailure(timeout));
    case 'memory':
      return failed(memoryFailure(memoryMb));
  }
}
