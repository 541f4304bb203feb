import { setTimeout } from 'node:timers/promises';
import path from 'node:path';
import { createRouterClient } from '@orpc/server';
import { activitiesIn } from '../../activities/index.ts';
import type { NodeEngine } from '../../node/index.ts';
import { createEngineHost, type HostContext, underWay } from '../../server/index.ts';
import { GRACE_MS } from '../grace.ts';
import type { Access } from './client.ts';

/** An engine of this command's own: the database must be nobody's. Only the run that is asked is moved on. */
export async function localAccess(database: string, runId: string | undefined): Promise<Access> {
  const workspace = workspaceOf(database);
  const host = await createEngineHost({ workspace, database, by: 'cli', shop: null, carriesOn: () => false });
  const { engine, workforce } = host.context;
  if (runId !== undefined) await workforce.warmUp?.(activitiesIn(definitionOf(engine, runId)));
  return {
    client: createRouterClient(host.router, { context: host.context }),
    place: database,
    async rest(run) {
      await Promise.race([engine.settled(run.runId), nothingUnderWay(host.context)]);
      await engine.projected();
      return engine.reader.run(run.runId) ?? run;
    },
    close: () => host.close({ graceMs: GRACE_MS }),
  };
}

/** Where the database is in its usual place, what it is in; else where the command was given. */
function workspaceOf(database: string): string {
  const folder = path.dirname(path.resolve(database));
  return path.basename(folder) === '.sagaloom' ? path.dirname(folder) : process.cwd();
}

const definitionOf = ({ reader }: NodeEngine, runId: string): object =>
  reader.definition(reader.run(runId)?.hash ?? '') ?? {};

const LOOK_EVERY_MS = 20;

/** The run goes on as far as it can without waiting for a timer, or a worker: that may be days, and is left to `serve`. */
async function nothingUnderWay(context: HostContext): Promise<void> {
  while (!context.engine.isIdle() || underWay(context) > 0) await setTimeout(LOOK_EVERY_MS);
}
