import path from 'node:path';
import type { FSWatcher } from 'chokidar';
import { FOLDER } from './folder.ts';

export interface Watch {
  /** Also these files, from the workspace: what the activities import from elsewhere in it. */
  readonly also: (files: readonly string[]) => void;
  readonly close: () => Promise<void>;
}

/** Tells of every change below the folder, and of the files that are asked for. `onReady`: from then on nothing is missed. */
export async function watchFolder(
  workspace: string,
  onChange: () => void,
  onReady: () => void,
  onError: (error: unknown) => void,
): Promise<Watch> {
  const { watch } = await import('chokidar');
  const watcher: FSWatcher = watch(path.join(workspace, FOLDER), {
    ignoreInitial: true,
    ignored: (file) => /[\\/](?:node_modules|\.[^\\/.][^\\/]*)$/.test(file.slice(workspace.length)),
  });
  watcher.on('all', onChange).on('ready', onReady).on('error', onError);
  return {
    also(files) {
      const outside = files.filter((file) => !file.startsWith(`${FOLDER}/`));
      if (outside.length > 0) watcher.add(outside.map((file) => path.join(workspace, file)));
    },
    close: () => watcher.close(),
  };
}
