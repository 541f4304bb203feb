import type { Workforce } from '../../activities/sources.ts';
import { rememberGiven } from '../../runtime/performing/given.ts';
import { scrubber } from '../../runtime/performing/scrub.ts';
import type { Progress, Work } from '../../runtime/ports.ts';
import { type Json, TaskError, type TaskContext, type WorkerActivity } from '../client/index.ts';

/** What a workspace can do, as a worker offers it. */
export function activitiesOf(workforce: Workforce): readonly WorkerActivity[] {
  return workforce
    .infos()
    .filter(({ problem }) => problem === null)
    .map(({ name, summary, input, output }) => ({
      name,
      summary,
      input,
      output,
      run: (_, context, signal) => perform(workforce, context, signal),
    }));
}

async function perform(workforce: Workforce, context: TaskContext, signal: AbortSignal): Promise<Json> {
  const result = await workforce.perform(workOf(context), signal, progressOf(context));
  if (result.kind === 'completed') return result.output;
  const { error, effect } = result;
  throw new TaskError(effect === undefined ? error : { ...error, effect });
}

/** What only the engine needs to know is not sent, and said to be so: no limit is kept here. */
function workOf({ task }: TaskContext): Work {
  const { path, visit, stepId, undo, attempt, key, activity, queue, heartbeatMs, lastHeartbeat } = task;
  const { runId, workflow, hash, traceparent } = task;
  return {
    kind: 'attempt',
    id: `${undo ? 'undo' : 'attempt'}:${path}#${visit}:${attempt}`,
    path,
    visit,
    stepId,
    undo,
    attempt,
    with: task.with,
    key,
    cancel: false,
    activity,
    taskQueue: queue,
    startedAt: Date.now(),
    deadline: Infinity,
    limit: 'startToClose',
    reportPickUp: false,
    heartbeatMs,
    heartbeat: lastHeartbeat,
    run: { runId, runKey: runId, workflow, hash, traceparent },
  };
}

/** DA7. This process knows secrets too: it keeps them out of its own log; what it answers the engine looks through. */
function progressOf({ task, heartbeat, secret }: TaskContext): Progress {
  const given = new Map(Object.entries(task.secrets));
  for (const [name, value] of given) rememberGiven(name, value);
  return {
    heartbeat,
    pickedUp: async () => true,
    whenDecided: () => {},
    async secret(name) {
      const value = await secret(name);
      if (value === null) return null;
      given.set(name, value);
      rememberGiven(name, value);
      return value;
    },
    scrub: (value) => (given.size === 0 ? value : scrubber(given)(value)),
  };
}
