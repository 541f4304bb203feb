import { inspect } from 'node:util';
import { ORPCError } from '@orpc/server';
import { isEnvironmentError } from '../runtime/environment.ts';
import { withoutGiven } from '../runtime/performing/given.ts';
import { api } from './context.ts';
import * as activities from './handlers/activities.ts';
import { fork, migrate, reset } from './handlers/branches.ts';
import * as bulk from './handlers/bulk.ts';
import * as commands from './handlers/commands.ts';
import { deploy, latest } from './handlers/definitions.ts';
import * as deliveries from './handlers/deliveries.ts';
import * as demo from './handlers/demo.ts';
import * as heat from './handlers/heat.ts';
import { query, signal, update } from './handlers/messages.ts';
import { operations } from './handlers/operations.ts';
import * as retention from './handlers/retention.ts';
import * as runs from './handlers/runs.ts';
import * as secrets from './handlers/secrets.ts';
import * as schedules from './handlers/schedules.ts';
import { startBatch } from './handlers/start-batch.ts';
import { start, startLater } from './handlers/start-run.ts';
import { systemInfo } from './handlers/system.ts';
import * as telemetry from './handlers/telemetry.ts';
import * as traces from './handlers/traces.ts';
import * as triggers from './handlers/triggers.ts';
import * as trust from './handlers/trust.ts';
import * as workers from './handlers/workers.ts';
import * as recovery from './handlers/recovery.ts';
import * as workspace from './handlers/workspace.ts';

/** What the machine refuses is an answer, not a bug: the contract's ENVIRONMENT. Bugs keep their stack, on stderr only. */
const guarded = api.use(async ({ next }) => {
  try {
    return await next();
  } catch (error) {
    if (isEnvironmentError(error)) throw new ORPCError('ENVIRONMENT', { message: error.message });
    if (!(error instanceof ORPCError)) console.error(withoutGiven(inspect(error))); // DA7
    throw error;
  }
});

export const router = guarded.router({
  system: { info: systemInfo, retention: { get: retention.get, set: retention.set, preview: retention.preview } },
  workspace: {
    list: workspace.list,
    read: workspace.read,
    write: workspace.write,
    scenarios: workspace.scenarios,
    move: workspace.move,
    remove: workspace.remove,
    changes: workspace.changes,
    history: workspace.history,
    readAt: workspace.readAt,
    trust: { get: trust.get, set: trust.set },
  },
  recovery: { list: recovery.list, keep: recovery.keep, forget: recovery.forget },
  secrets: { list: secrets.list, set: secrets.set, remove: secrets.remove, check: secrets.check },
  activities: { list: activities.list, changes: activities.changes, operations },
  workers: { list: workers.list },
  definitions: { deploy, latest },
  runs: {
    start,
    startLater,
    startBatch,
    list: runs.list,
    counts: runs.counts,
    facets: runs.facets,
    bulk: { preview: bulk.preview, start: bulk.start, status: bulk.status, list: bulk.list, stop: bulk.stop },
    get: runs.get,
    history: runs.history,
    watch: runs.watch,
    changes: runs.changes,
    signal,
    query,
    update,
    cancel: commands.cancel,
    terminate: commands.terminate,
    pause: commands.pause,
    resume: commands.resume,
    reset,
    fork,
    migrate,
    retryStep: commands.retryStep,
    skipStep: commands.skipStep,
    completeStep: commands.completeStep,
    undoRetry: commands.undoRetry,
    undoSkip: commands.undoSkip,
    undoAbort: commands.undoAbort,
    attention: runs.attention,
  },
  schedules: {
    list: schedules.list,
    trigger: schedules.trigger,
    pause: schedules.pause,
    resume: schedules.resume,
  },
  triggers: { list: triggers.list, fire: triggers.fire },
  deliveries: {
    list: deliveries.list,
    get: deliveries.get,
    replay: deliveries.replay,
    cancel: deliveries.cancel,
  },
  traces: {
    get: traces.get,
    list: traces.list,
    summary: traces.summary,
    changes: traces.changes,
    remove: traces.remove,
    columns: traces.columns,
    spans: traces.spans,
    search: traces.search,
    otlp: traces.otlp,
    import: traces.imports,
    receiver: traces.receiver,
    keep: traces.keep,
    rules: traces.rules,
  },
  telemetry: { get: telemetry.get, set: telemetry.set, status: telemetry.status, test: telemetry.test },
  heat: { get: heat.get },
  demo: { status: demo.status, start: demo.start, stop: demo.stop, setFaults: demo.setFaults },
});

export type HostRouter = typeof router;
