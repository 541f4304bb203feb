import type { Stats } from 'node:fs';
import path from 'node:path';
import type { FSWatcher } from 'chokidar';
import { DEFAULT_SETTLE } from '../../../core/definition/defaults.ts';
import type { TriggerOf } from '../../../core/definition/triggers.ts';
import { durationMs } from '../../../core/duration.ts';
import type { NamedTrigger } from '../../../runtime/index.ts';
import type { TriggerPorts, TriggerSource } from '../source.ts';
import { matchesFile, mayHold } from './pattern.ts';
import { type FileEvent, Settling, type WholeFile } from './settling.ts';

type FileTrigger = TriggerOf<'file'>;

/**
 * Files of the workspace that come or change. Those that are there when it begins are created as well: which of them were delivered
 * before, their keys tell. Links are not followed, so that nothing outside is looked at.
 */
export const fileSource: TriggerSource<FileTrigger> = {
  type: 'file',
  async open(named, ports) {
    const now = ports.place();
    if (!now.ok) throw new Error(now.message);
    const { workspace } = now.place;
    const { pattern, settle = DEFAULT_SETTLE, on = ['created', 'changed'] } = named.trigger;
    const settling = new Settling({
      settleMs: durationMs(settle),
      whole: (file) => deliver(file, workspace, named, ports),
    });
    const { watch } = await import('chokidar');
    const watcher = watch(workspace, {
      ignored: (file, stats) => isIgnored(pattern, workspace, file, stats),
      ...options,
    });
    const note = (event: FileEvent) => (file: string) => {
      if (on.includes(event)) settling.note(file, event);
    };
    watcher.on('add', note('created')).on('change', note('changed'));
    try {
      await ready(watcher);
    } catch (error) {
      await Promise.all([watcher.close(), settling.stop()]);
      throw error;
    }
    watcher.on('error', (error) => ports.failed(`Files could not be watched: ${messageOf(error)}`));
    return async () => {
      await watcher.close();
      await settling.stop();
    };
  },
};

const options = { followSymlinks: false, ignoreInitial: false, ignorePermissionErrors: true } as const;

/** Asked with and without knowing what it is. */
function isIgnored(pattern: string, workspace: string, file: string, stats?: Stats): boolean {
  if (file === workspace) return false;
  const relative = relativeTo(workspace, file);
  if (stats === undefined) return !mayHold(pattern, relative) && !matchesFile(pattern, relative);
  return stats.isDirectory() ? !mayHold(pattern, relative) : !stats.isFile() || !matchesFile(pattern, relative);
}

function ready(watcher: FSWatcher): Promise<void> {
  return new Promise((resolve, reject) => {
    watcher.once('ready', resolve);
    watcher.once('error', reject);
  });
}

async function deliver(
  { file, event, size, modifiedAt, sha256 }: WholeFile,
  workspace: string,
  { workflow, name }: NamedTrigger,
  ports: TriggerPorts,
): Promise<void> {
  const relative = relativeTo(workspace, file);
  const payload = { path: relative, event, size, modifiedAt: new Date(modifiedAt).toISOString(), sha256 };
  const delivered = await ports.deliver({ key: `${relative}:${sha256}`, payload, path: relative });
  if (delivered.kind === 'refused')
    ports.warn(`The file ${relative} did not start ${workflow} by ${name}: ${delivered.reason}`);
}

const relativeTo = (workspace: string, file: string): string =>
  path.relative(workspace, file).split(path.sep).join('/');

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
