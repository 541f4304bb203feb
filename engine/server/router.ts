import { ORPCError } from '@orpc/server';
import { isEnvironmentError } from '../runtime/environment.ts';
import { api } from './context.ts';
import * as commands from './handlers/commands.ts';
import * as demo from './handlers/demo.ts';
import * as runs from './handlers/runs.ts';
import { start } from './handlers/start-run.ts';
import { activitiesList, systemInfo } from './handlers/system.ts';
import * as workspace from './handlers/workspace.ts';

/** What the machine refuses is an answer, not a bug: the contract's ENVIRONMENT. Bugs keep their stack, on stderr only. */
const guarded = api.use(async ({ next }) => {
  try {
    return await next();
  } catch (error) {
    if (isEnvironmentError(error)) throw new ORPCError('ENVIRONMENT', { message: error.message });
    if (!(error instanceof ORPCError)) console.error(error);
    throw error;
  }
});

export const router = guarded.router({
  system: { info: systemInfo },
  workspace: { list: workspace.list, read: workspace.read, write: workspace.write },
  activities: { list: activitiesList },
  runs: {
    start,
    list: runs.list,
    get: runs.get,
    history: runs.history,
    watch: runs.watch,
    changes: runs.changes,
    attention: runs.attention,
    ...commands,
  },
  traces: { get: runs.trace },
  demo: { status: demo.status, start: demo.start, stop: demo.stop, setFaults: demo.setFaults },
});

export type HostRouter = typeof router;
