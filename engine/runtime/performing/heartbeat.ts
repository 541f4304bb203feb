import type { AttemptResult } from '../../core/command.ts';
import { soundResult } from '../answers.ts';
import type { Clock, Work } from '../ports.ts';
import type { AttemptProgress } from './progress.ts';

type Perform = (signal: AbortSignal) => Promise<AttemptResult>;

/** AT1. Ends an attempt after too long a silence. The next attempt gets what this one said last of how far it is. */
export function withHeartbeat(
  { heartbeatMs, stepId }: Work,
  progress: AttemptProgress,
  signal: AbortSignal,
  clock: Clock,
  perform: Perform,
): Promise<AttemptResult> {
  if (heartbeatMs === null) return perform(signal).then((result) => withDetails(result, progress));
  const limit = { signal, clock, heartbeatMs, stepId };
  return limited(perform, progress, limit).then((result) => withDetails(result, progress));
}

interface Limit {
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly heartbeatMs: number;
  readonly stepId: string;
}

function limited(perform: Perform, progress: AttemptProgress, limit: Limit): Promise<AttemptResult> {
  const { signal, clock, heartbeatMs, stepId } = limit;
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
  const { promise, resolve, reject } = Promise.withResolvers<AttemptResult>();
  let cancel = (): void => {};
  const watch = (): void => {
    cancel = clock.setTimer(progress.heardAt + heartbeatMs, () => {
      if (clock.now() < progress.heardAt + heartbeatMs) return watch();
      resolve(silent(stepId, heartbeatMs));
      abort();
    });
  };
  watch();
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

function withDetails(answer: AttemptResult, { details }: AttemptProgress): AttemptResult {
  if (details === undefined) return answer;
  const result = soundResult(answer); // other people's code: it need not be one
  return result.kind === 'failed' ? { ...result, heartbeat: details } : result;
}
