/** The drawing of a workflow that is known by its name: a tab that shows it, else the file of the workspace. */
import { activateDocument, parseSource, useDocuments } from '../../document/index.ts';
import { engine } from '../../rpc/index.ts';
import { isPinned } from '../pinned.ts';
import { openFile } from './files.ts';
import { baseName, fileSuffix, useWorkspace } from './workspace.ts';

/** Opens it; gives back its tab, or null where no file has a workflow of this name. */
export async function openWorkflow(name: string): Promise<string | null> {
  const open = useDocuments.getState().documents.find(({ id, document }) => document['name'] === name && !isPinned(id));
  if (open) {
    activateDocument(open.id);
    return open.id;
  }
  const path = await fileOfWorkflow(name);
  return path === null ? null : openFile(path);
}

/** Files that are called like the workflow are read first: mostly that is the one. */
async function fileOfWorkflow(name: string): Promise<string | null> {
  const paths = useWorkspace.getState().files.map(({ path }) => path);
  const isCalledSo = (path: string): boolean => baseName(path) === `${name}${fileSuffix}`;
  for (const path of [...paths.filter(isCalledSo), ...paths.filter((other) => !isCalledSo(other))]) {
    // oxlint-disable-next-line no-await-in-loop -- until it is found
    if ((await nameIn(path)) === name) return path;
  }
  return null;
}

async function nameIn(path: string): Promise<unknown> {
  try {
    const opened = parseSource((await engine.workspace.read({ path })).text);
    return opened.ok ? opened.source.document['name'] : null;
  } catch {
    return null; // it went away, or cannot be read: then it is not the one
  }
}
