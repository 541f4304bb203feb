import { existsSync, type FSWatcher, watch } from 'node:fs';
import path from 'node:path';
import { builtinActivities, type PlaceNow, type WorkSource } from '../activities/index.ts';
import type { ActivityLogger } from '../activities/activity.ts';
import { ACTIVITIES_FOLDER } from './workspace/root.ts';

/** When the workspace's own code is loaded. */
export type OwnCode = 'asIs' | 'whenTrusted';

interface Options {
  /** Links resolved. */
  readonly workspace: string;
  readonly env: NodeJS.ProcessEnv;
  readonly ownCode: OwnCode;
  readonly logger: ActivityLogger;
  readonly placeNow: () => PlaceNow;
  /** It was loaded, for the first time or again. */
  readonly onLoaded: () => void;
}

/**
 * The workspace's own activities. Nothing is loaded for a workspace that has none: where somebody listens, its folder is waited for.
 * How many processes there are, and what each may take, is read once.
 */
export async function workspaceCode(options: Options): Promise<WorkSource> {
  const isThere = (): boolean => existsSync(path.join(options.workspace, ACTIVITIES_FOLDER));
  return isThere() ? open(options) : new Awaited(options.workspace, isThere, () => open(options));
}

async function open({ workspace, env, ownCode, logger, placeNow, onLoaded }: Options): Promise<WorkSource> {
  const { openCode } = await import('../workers/code/index.ts');
  const now = placeNow();
  let isTrusted = false;
  return openCode({
    workspace,
    env,
    logger,
    onLoaded,
    settings: now.ok ? now.place.settings.code : undefined,
    reserved: new Set(builtinActivities.keys()),
    isTrusted: () => {
      if (ownCode === 'asIs') return true;
      const current = placeNow();
      if (current.ok) ({ isTrusted } = current.place); // settings that cannot be read say nothing of it
      return isTrusted;
    },
  });
}

/** Has nothing until its folder is made. */
class Awaited implements WorkSource {
  private readonly workspace: string;
  private readonly isThere: () => boolean;
  private readonly open: () => Promise<WorkSource>;
  private readonly listeners = new Set<() => void>();
  private opening: Promise<void> | null = null;
  private source: WorkSource | null = null;
  private watcher: FSWatcher | null = null;
  private isClosed = false;

  constructor(workspace: string, isThere: () => boolean, open: () => Promise<WorkSource>) {
    this.workspace = workspace;
    this.isThere = isThere;
    this.open = open;
  }

  infos: WorkSource['infos'] = () => this.source?.infos() ?? [];

  takes: WorkSource['takes'] = (work) => this.source?.takes(work) ?? false;

  queues: NonNullable<WorkSource['queues']> = (work) => this.source?.queues?.(work) ?? false;

  perform: WorkSource['perform'] = (work, signal, progress) => {
    if (this.source === null) throw new Error(`${work.activity} was never taken`);
    return this.source.perform(work, signal, progress);
  };

  subscribe: NonNullable<WorkSource['subscribe']> = (listener) => {
    this.listeners.add(listener);
    this.watcher ??= this.watch();
    this.look(); // it may have been made before anybody listened
    return () => this.listeners.delete(listener);
  };

  close: WorkSource['close'] = async () => {
    this.isClosed = true;
    this.watcher?.close();
    await this.opening;
    await this.source?.close();
  };

  private watch(): FSWatcher {
    return watch(this.workspace, { persistent: false }, () => this.look()).on('error', () => this.watcher?.close());
  }

  private look(): void {
    if (this.opening !== null || this.isClosed || !this.isThere()) return;
    this.watcher?.close();
    this.opening = this.appeared();
  }

  private async appeared(): Promise<void> {
    const source = await this.open();
    this.source = source;
    if (this.isClosed) return;
    source.subscribe?.(() => this.tell());
    this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
