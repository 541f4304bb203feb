import type { Task } from '../client/protocol.ts';
import type { Lease } from './attempt.ts';

/** An attempt as it goes over the wire. */
export function taskOf({ token, attempt }: Lease): Task {
  const { work } = attempt;
  const { run } = work;
  return {
    lease: token,
    queue: work.taskQueue,
    activity: work.activity,
    with: work.with,
    secrets: Object.fromEntries(attempt.progress?.secretsGiven?.() ?? []),
    key: work.key,
    attempt: work.attempt,
    runId: run.runId,
    workflow: run.workflow,
    hash: run.hash,
    stepId: work.stepId,
    path: work.path,
    visit: work.visit,
    undo: work.undo,
    traceparent: run.traceparent,
    heartbeatMs: work.heartbeatMs,
    lastHeartbeat: work.heartbeat,
  };
}
