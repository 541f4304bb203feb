import path from 'node:path';
import type { Workforce } from '../activities/index.ts';
import type { KnownActivity } from '../core/compile/index.ts';
import { openWorkforce } from '../server/workforce.ts';
import { workspaceAbove } from '../server/workspace/root.ts';

/** Who does the work of the tasks of the files of a folder: what its workspace has. To be closed. */
export const workforceIn = (folder: string): Promise<Workforce> => openWorkforce({ workspace: workspaceAbove(folder) });

/** The activities that a file's workspace has; of code that is not trusted the names, since nothing is to be run. */
export async function activitiesFor(file: string): Promise<readonly KnownActivity[]> {
  const workforce = await openWorkforce({ workspace: workspaceAbove(path.dirname(file)), ownCode: 'whenTrusted' });
  try {
    return workforce.infos();
  } finally {
    await workforce.close();
  }
}
