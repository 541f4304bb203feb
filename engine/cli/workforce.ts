import path from 'node:path';
import type { Workforce } from '../activities/index.ts';
import { openWorkforce } from '../server/workforce.ts';
import { workspaceAbove } from '../server/workspace/root.ts';

/** Who does the work of the tasks of the files of a folder: what its workspace has. To be closed. */
export const workforceIn = (folder: string): Promise<Workforce> => openWorkforce({ workspace: workspaceAbove(folder) });

/** Names of the activities that a file's workspace has. */
export async function activityNames(file: string): Promise<readonly string[]> {
  const workforce = await workforceIn(path.dirname(file));
  try {
    return workforce.names();
  } finally {
    await workforce.close();
  }
}
