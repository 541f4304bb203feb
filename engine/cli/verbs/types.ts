import path from 'node:path';
import { writeEditorTypes, writeFolderSettings } from '../../server/editor-types.ts';
import { workspaceAbove } from '../../server/workspace/root.ts';
import { type ExitCode, SUCCESS } from '../codes.ts';
import { say } from '../terminal.ts';
import { workforceIn } from '../workforce.ts';

/** For the workspace that a folder is in. */
export async function writeTypes(folder: string): Promise<ExitCode> {
  const workspace = workspaceAbove(folder, path.resolve(folder));
  const workforce = await workforceIn(folder);
  try {
    await writeEditorTypes(workspace, workforce.infos());
  } finally {
    await workforce.close();
  }
  const isNew = await writeFolderSettings(workspace);
  say(`Wrote .sagaloom/types${isNew ? ' and activities/tsconfig.json' : ''} in ${workspace}.`);
  return SUCCESS;
}
