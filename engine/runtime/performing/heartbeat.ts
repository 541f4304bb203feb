import type { AttemptResult } from '../../core/command.ts';
import { soundResult } from '../answers.ts';
import { type Clock, SILENT, type Work } from '../ports.ts';
import type { AttemptProgress } from './progress.ts';

type Perform = (signal: AbortSignal) => Promise<AttemptResult>;

export interface Watched {
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Nobody works at it, and so nobody is silent, before a worker takes it. */
  readonly isOffered: boolean;
}

/** AT1. Ends an attempt after too long a silence. */
export function withHeartbeat(
  { heartbeatMs, stepId }: Work,
  progress: AttemptProgress,
  watched: Watched,
  perform: Perform,
): Promise<AttemptResult> {
  if (heartbeatMs === null) return perform(watched.signal);
  return limited(perform, progress, { ...watched, heartbeatMs, stepId });
}

interface Limit extends Watched {
  readonly heartbeatMs: number;
  readonly stepId: string;
}

function limited(perform: Perform, progress: AttemptProgress, limit: Limit): Promise<AttemptResult> {
  const { signal, clock, heartbeatMs, stepId, isOffered } = limit;
  const controller = new AbortController();
  const abort = (): void => controller.abort(signal.reason);
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
  const { promise, resolve, reject } = Promise.withResolvers<AttemptResult>();
  let cancel = (): void => {};
  const watch = (): void => {
    cancel = clock.setTimer(progress.heardAt + heartbeatMs, () => {
      if (clock.now() < progress.heardAt + heartbeatMs) return watch();
      resolve(silent(stepId, heartbeatMs));
      controller.abort(SILENT);
    });
  };
  if (isOffered) progress.onPickUp(watch);
  else watch();
  perform(controller.signal).then(resolve, reject);
  return promise.finally(() => {
    cancel();
    signal.removeEventListener('abort', abort);
  });
}

function silent(stepId: string, heartbeatMs: number): AttemptResult {
  const message = `${stepId} said nothing for ${heartbeatMs} ms.`;
  return { kind: 'failed', error: { type: 'timeout.heartbeat', message }, effect: 'unknown' };
}

/** AT1. The next attempt gets what this one said last of how far it is. */
export function withDetails(answer: AttemptResult, { details }: AttemptProgress): AttemptResult {
  if (details === undefined) return answer;
  const result = soundResult(answer); // other people's code: it need not be one
  return result.kind === 'failed' ? { ...result, heartbeat: details } : result;
}
