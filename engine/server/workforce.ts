import { realpathSync } from 'node:fs';
import { type PlaceNow, builtinActivities, localActivities, type Workforce, workforce } from '../activities/index.ts';
import type { ActivityLogger } from '../activities/activity.ts';
import { stderrLogger } from '../activities/logger.ts';
import { readWorkspaceConfig } from './config.ts';

export interface WorkforceOptions {
  /** The folder whose settings, and own activities, count. */
  readonly workspace: string;
  /** Default: a JSON line each on stderr. */
  readonly logger?: ActivityLogger | undefined;
}

/** All who can do the work of tasks in a workspace. To be closed. */
export async function openWorkforce({ workspace, logger = stderrLogger() }: WorkforceOptions): Promise<Workforce> {
  const config = await readWorkspaceConfig(workspace);
  const placeNow = (): PlaceNow =>
    config.ok
      ? { ok: true, place: { workspace: realpathSync(workspace), settings: config.settings, isTrusted: false } }
      : config;
  return workforce([localActivities(builtinActivities, logger, placeNow)]);
}
