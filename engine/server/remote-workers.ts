import type { Workforce } from '../activities/index.ts';
import type { ActivityLogger } from '../activities/activity.ts';
import { workforce } from '../activities/sources.ts';
import { type RemoteWorkers, remoteWorkers, type WorkerSettings } from '../workers/remote/index.ts';
import { liveWorkspaceConfig } from './config-file.ts';

/** What workers prove themselves with; where it is not set, the server's own token is it. */
export const WORKER_TOKEN_VARIABLE = 'SAGALOOM_WORKER_TOKEN';

/** Time for workers to come back after the engine was started again. */
const AWAIT_MS = 30_000;

export interface WithWorkersOptions {
  /** Who does what no worker is there for. */
  readonly local: Workforce;
  /** Links resolved. */
  readonly workspace: string;
  readonly env: NodeJS.ProcessEnv;
  readonly logger: ActivityLogger;
  /** Workers can reach this engine. */
  readonly isServed: boolean;
}

/** Who does the work of a workspace, here and elsewhere. Closing it closes both. */
export function withWorkers({ local, workspace, env, logger, isServed }: WithWorkersOptions): {
  readonly workers: RemoteWorkers;
  readonly all: Workforce;
} {
  const config = liveWorkspaceConfig(workspace, env);
  let known: WorkerSettings | undefined;
  const settingsNow = (): WorkerSettings | undefined => {
    const now = config();
    if (now.ok) known = now.settings.workers; // else what it said before it was broken
    return known;
  };
  const settings = (): WorkerSettings => settingsNow() ?? {};
  const isExpecting = isServed && (Boolean(env[WORKER_TOKEN_VARIABLE]) || settingsNow() !== undefined);
  const workers = remoteWorkers({ settings, local, logger, awaitMs: isExpecting ? AWAIT_MS : 0 });
  return { workers, all: workforce([workers, local]) };
}
