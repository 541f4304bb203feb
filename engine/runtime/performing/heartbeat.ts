import type { AttemptResult } from '../../core/command.ts';
import type { Json } from '../../core/json.ts';
import { soundResult } from '../answers.ts';
import type { Clock, Progress, Work } from '../ports.ts';

type Perform = (signal: AbortSignal, progress: Progress) => Promise<AttemptResult>;

/** AT1. Hears how far an attempt is, and ends it after too long a silence. The next attempt gets what it said last. */
export function withHeartbeat(
  { heartbeatMs, stepId }: Work,
  signal: AbortSignal,
  clock: Clock,
  perform: Perform,
): Promise<AttemptResult> {
  const pulse: Pulse = { at: clock.now(), details: undefined };
  const progress: Progress = {
    heartbeat(details) {
      pulse.at = clock.now();
      if (details !== undefined) pulse.details = details;
    },
  };
  if (heartbeatMs === null) return perform(signal, progress).then((result) => withDetails(result, pulse));
  const limit = { signal, clock, heartbeatMs, stepId };
  return limited(perform, progress, pulse, limit).then((result) => withDetails(result, pulse));
}

interface Pulse {
  at: number;
  details: Json | undefined;
}

interface Limit {
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly heartbeatMs: number;
  readonly stepId: string;
}

function limited(perform: Perform, progress: Progress, pulse: Pulse, limit: Limit): Promise<AttemptResult> {
  const { signal, clock, heartbeatMs, stepId } = limit;
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
  const { promise, resolve, reject } = Promise.withResolvers<AttemptResult>();
  let cancel = (): void => {};
  const watch = (): void => {
    cancel = clock.setTimer(pulse.at + heartbeatMs, () => {
      if (clock.now() < pulse.at + heartbeatMs) return watch();
      resolve(silent(stepId, heartbeatMs));
      abort();
    });
  };
  watch();
  perform(controller.signal, progress).then(resolve, reject);
  return promise.finally(() => {
    cancel();
    signal.removeEventListener('abort', abort);
  });
}

function silent(stepId: string, heartbeatMs: number): AttemptResult {
  const message = `${stepId} said nothing for ${heartbeatMs} ms.`;
  return { kind: 'failed', error: { type: 'timeout.heartbeat', message }, effect: 'unknown' };
}

function withDetails(answer: AttemptResult, { details }: Pulse): AttemptResult {
  if (details === undefined) return answer;
  const result = soundResult(answer); // other people's code: it need not be one
  return result.kind === 'failed' ? { ...result, heartbeat: details } : result;
}
