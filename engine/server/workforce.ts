import { realpathSync } from 'node:fs';
import { builtinActivities, localActivities, type Workforce, workforce } from '../activities/index.ts';
import type { ActivityLogger } from '../activities/activity.ts';
import { stderrLogger } from '../activities/logger.ts';
import { livePlace } from './live-place.ts';
import { keptTypes } from './kept-types.ts';
import { type OwnCode, workspaceCode } from './workspace-code.ts';

export interface WorkforceOptions {
  /** The folder whose settings, and own activities, count. */
  readonly workspace: string;
  /** From which its environment (DA6), and where the user's state is, are read. Default: this process's. */
  readonly env?: NodeJS.ProcessEnv | undefined;
  /**
   * Whether the workspace's own code is loaded as it is, because a person gave a command there, or only once the workspace is trusted, as
   * where a window merely opens a folder. Default: as it is.
   */
  readonly ownCode?: OwnCode | undefined;
  /** Default: a JSON line each on stderr. */
  readonly logger?: ActivityLogger | undefined;
}

/** All who can do the work of tasks in a workspace. To be closed. */
export async function openWorkforce({
  workspace: folder,
  env = process.env,
  ownCode = 'asIs',
  logger = stderrLogger(),
}: WorkforceOptions): Promise<Workforce> {
  const placeNow = livePlace(folder, env);
  const workspace = realpathSync(folder);
  let all: Workforce | null = null;
  const types = keptTypes(workspace, () => all?.infos() ?? [], logger);
  const onLoaded = (): void => {
    if (all !== null) types.refresh();
  };
  const code = await workspaceCode({ workspace, env, ownCode, logger, placeNow, onLoaded });
  all = workforce([localActivities(builtinActivities, logger, placeNow), code]);
  if (code.infos().length > 0) types.refresh();
  return {
    ...all,
    async close() {
      await all?.close();
      await types.close();
    },
  };
}
