import type { Stats } from 'node:fs';
import path from 'node:path';
import type { WorkspaceFile } from '../../contract/types.ts';
import { liveIterator } from '../../runtime/liveIterator.ts';
import { listSagas } from './list.ts';
import { isSagaFile, isSkipped } from './paths.ts';

/** Of several changes in a row, as editors and git make them, one list. */
const settleMs = 120;

/** The workflows of a workspace: at once, and whenever one came, changed or went. `return` stops the watching. */
export function sagaChanges(
  workspace: string,
  onError: (error: unknown) => void,
): AsyncIterator<readonly WorkspaceFile[]> {
  let isNews = true;
  return liveIterator<readonly WorkspaceFile[]>({
    async poll() {
      if (!isNews) return undefined;
      isNews = false;
      return listSagas(workspace);
    },
    subscribe(poke) {
      const changed = (): void => {
        isNews = true;
        poke();
      };
      return watchSagas(workspace, changed, onError);
    },
  });
}

function watchSagas(workspace: string, onChange: () => void, onError: (error: unknown) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let isStopped = false;
  let stop = (): void => undefined;
  const changed = (): void => {
    timer ??= setTimeout(() => {
      timer = null;
      if (!isStopped) onChange();
    }, settleMs);
  };
  void import('chokidar').then(({ watch }) => {
    if (isStopped) return;
    const watcher = watch(workspace, {
      ignoreInitial: true,
      followSymlinks: false,
      ignorePermissionErrors: true,
      ignored: (file, stats) => isIgnored(workspace, file, stats),
    });
    watcher.on('all', changed).on('ready', changed).on('error', onError);
    stop = () => void watcher.close();
  }, onError);
  return () => {
    isStopped = true;
    if (timer !== null) clearTimeout(timer);
    stop();
  };
}

/** Asked with and without knowing what it is. */
function isIgnored(workspace: string, file: string, stats?: Stats): boolean {
  if (file === workspace) return false;
  const name = path.basename(file);
  if (isSkipped(name)) return true;
  return stats?.isFile() === true && !isSagaFile(name);
}
