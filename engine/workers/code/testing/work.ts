import type { Json } from '../../../core/json.ts';
import type { Work } from '../../../runtime/ports.ts';

/** The first attempt of a step, as the engine would ask for it. */
export function workOf(activityName: string, input: Json, change: Partial<Work> = {}): Work {
  return {
    kind: 'attempt',
    id: 'attempt:step#1:1',
    path: 'step',
    visit: 1,
    attempt: 1,
    undo: false,
    stepId: 'step',
    with: input,
    key: 'key',
    cancel: false,
    activity: activityName,
    taskQueue: 'default',
    startedAt: 0,
    deadline: Number.MAX_SAFE_INTEGER,
    limit: 'startToClose',
    reportPickUp: false,
    heartbeatMs: null,
    heartbeat: null,
    run: { runId: 'run', runKey: 'runKey', workflow: 'flow', hash: 'hash', traceparent: null },
    ...change,
  };
}
