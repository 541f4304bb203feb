import { scrubbing } from '../../activities/port.ts';
import type { ActivityLogger } from '../../activities/activity.ts';
import type { CodeSettings } from '../../activities/code-settings.ts';
import type { WorkSource } from '../../activities/sources.ts';
import type { AttemptResult } from '../../core/command.ts';
import type { Work, Progress } from '../../runtime/ports.ts';
import { type Catalogue, catalogueOf, noCatalogue } from './catalogue.ts';
import { digestNow } from './digest.ts';
import { inspectPortOf } from './inspect.ts';
import { loadFolder } from './load-folder.ts';
import { type Generation, Pool } from './pool.ts';
import { Slot, type SlotOptions } from './slot.ts';
import { untrustedCatalogue, untrustedFailure } from './untrusted.ts';
import { type Watch, watchFolder } from './watch.ts';

export interface CodeOptions {
  /** Absolute, links resolved; it has the folder. */
  readonly workspace: string;
  readonly settings?: CodeSettings | undefined;
  readonly logger: ActivityLogger;
  /** Names of the engine's own activities. */
  readonly reserved: ReadonlySet<string>;
  /** Whether its code may be run at all, as it is at any time. Default: it may. */
  readonly isTrusted?: (() => boolean) | undefined;
  /** Told whenever it was loaded, for those who do not want it watched. */
  readonly onLoaded?: (() => void) | undefined;
  /** Default: this process's. */
  readonly env?: NodeJS.ProcessEnv | undefined;
}

export interface CodeSource extends WorkSource {
  readonly subscribe: (listener: () => void) => () => void;
}

const CONCURRENCY = 4;
const MEMORY_MB = 512;
const GRACE_MS = 5_000;
const IDLE_MS = 60_000;
const LOAD_MS = 10_000;

/** How often it is asked whether the workspace is trusted by now. */
const TRUST_EVERY_MS = 1_000;

/** Of files that are written all the time. */
const MOST_TRIES = 10;

/** Editors write in several goes. */
const SETTLE_MS = 60;

/** The workspace's own activities, loaded. From the first attempt or listener on its files are watched. */
export async function openCode(options: CodeOptions): Promise<CodeSource> {
  const code = new Code(options);
  await code.reload();
  return code;
}

class Code implements CodeSource {
  private readonly options: CodeOptions;
  private readonly pool: Pool;
  private readonly listeners = new Set<() => void>();
  private catalogue: Catalogue = noCatalogue;
  private generation: Generation | null = null;
  private watching: Promise<Watch | null> | null = null;
  private reloading: Promise<void> | null = null;
  private trustTimer: NodeJS.Timeout | null = null;
  private isClosed = false;

  constructor(options: CodeOptions) {
    this.options = options;
    const { settings = {}, env = process.env } = options;
    const inspectPort = inspectPortOf(env);
    this.pool = new Pool({
      concurrency: inspectPort === null ? (settings.concurrency ?? CONCURRENCY) : 1,
      memoryMb: this.memoryMb,
      idleMs: inspectPort === null ? (settings.idleMs ?? IDLE_MS) : 2 ** 31,
      start: (memoryMb, onGone) => new Slot({ ...this.slotOptions(inspectPort, env), memoryMb, onGone }),
      onStale: () => this.changed(),
    });
  }

  infos = () => this.catalogue.infos;

  queues = () => true;

  takes = ({ activity }: Work): boolean =>
    this.catalogue.runnable.has(activity) || this.catalogue.failing.has(activity);

  perform = async (work: Work, signal: AbortSignal, progress?: Progress): Promise<AttemptResult> => {
    this.watch();
    if (!this.isTrusted()) return { kind: 'failed', error: untrustedFailure(work.activity) };
    if (this.catalogue.isUntrusted) await this.reload(); // not any more
    const { logger } = this.options;
    const scrubbed = progress === undefined ? logger : scrubbing(logger, progress);
    const { activity, stepId, attempt, run } = work;
    return new Promise((answer) => {
      this.pool.run({
        work,
        signal,
        progress,
        answer,
        logger: (level, message, data) => {
          const of = { activity, run: run.runId, step: stepId, attempt };
          const origin = { runId: run.runId, stepId, traceparent: run.traceparent };
          scrubbed(level, message, data === undefined ? of : { ...of, data }, origin);
        },
      });
    });
  };

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    this.watch();
    if (this.options.isTrusted !== undefined && this.trustTimer === null) {
      this.trustTimer = setInterval(() => this.changed(), TRUST_EVERY_MS); // it is given by another command
      this.trustTimer.unref();
    }
    return () => this.listeners.delete(listener);
  };

  close = async (): Promise<void> => {
    this.isClosed = true;
    if (this.trustTimer !== null) clearInterval(this.trustTimer);
    this.listeners.clear();
    await (await this.watching)?.close();
    await this.pool.close();
    await this.reloading;
  };

  /** Nothing begins before it is done. */
  reload(): Promise<void> {
    this.pool.pause();
    this.reloading ??= this.loadUntilSettled().finally(() => (this.reloading = null));
    return this.reloading;
  }

  /** Files may be written while they are loaded: then once more. */
  private async loadUntilSettled(): Promise<void> {
    const { workspace, reserved } = this.options;
    for (let tries = 1; !this.isClosed; tries += 1) {
      if (!this.isTrusted()) return this.takeOver(untrustedCatalogue(workspace), [], null);
      const { loaded, slot, skip } = await loadFolder(
        workspace,
        () => this.pool.start(this.memoryMb),
        () => this.isClosed,
      );
      const isSettled = tries >= MOST_TRIES || digestNow(workspace, loaded.files) === loaded.digest;
      if (isSettled && !this.isClosed) return this.takeOver(catalogueOf(loaded, reserved, this.catalogue), skip, slot);
      slot?.end();
    }
  }

  private takeOver(catalogue: Catalogue, skip: readonly string[], slot: Slot | null): void {
    const { workspace } = this.options;
    const before = this.catalogue;
    this.catalogue = catalogue;
    this.generation = generationOf(this.catalogue, { t: 'load', workspace, skip });
    this.pool.use(this.generation, slot);
    void this.watching?.then((watch) => watch?.also(catalogue.files));
    this.options.onLoaded?.();
    if (JSON.stringify(before.infos) !== JSON.stringify(this.catalogue.infos)) this.tell();
  }

  private isTrusted(): boolean {
    return this.options.isTrusted?.() ?? true;
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }

  private get memoryMb(): number {
    return this.options.settings?.memoryMb ?? MEMORY_MB;
  }

  private slotOptions(inspectPort: number | null, env: NodeJS.ProcessEnv): Omit<SlotOptions, 'memoryMb' | 'onGone'> {
    const { workspace, logger, settings = {} } = this.options;
    const isInspected = inspectPort !== null;
    return {
      workspace,
      env,
      inspectPort,
      graceMs: isInspected ? null : (settings.graceMs ?? GRACE_MS),
      loadMs: isInspected ? null : LOAD_MS,
      log: logger,
    };
  }

  private watch(): void {
    if (this.watching !== null || this.isClosed) return;
    const { workspace, logger } = this.options;
    const changed = (): void => this.changed();
    const trouble = (error: unknown): void =>
      logger('warn', 'The folder of activities cannot be watched: changes are seen at the next start.', {
        error: error instanceof Error ? error.message : String(error),
      });
    this.watching = watchFolder(workspace, changed, changed, trouble).catch((error: unknown) => {
      trouble(error);
      return null;
    });
    void this.watching.then((watch) => watch?.also(this.catalogue.files));
  }

  private settling: NodeJS.Timeout | null = null;

  /** Nothing begins from the moment a change is seen: what begins after it is done by what was written. */
  private changed(): void {
    if (this.isClosed || this.reloading !== null || (this.settling === null && !this.hasChanged())) return;
    this.pool.pause();
    if (this.settling !== null) clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      this.settling = null;
      if (this.isClosed || this.reloading !== null) return; // that sees to it
      if (this.generation === null || this.hasChanged()) void this.reload();
      else this.pool.use(this.generation, null);
    }, SETTLE_MS);
  }

  private hasChanged(): boolean {
    if (this.catalogue.isUntrusted === this.isTrusted()) return true;
    return digestNow(this.options.workspace, this.catalogue.files) !== this.catalogue.digest;
  }
}

function generationOf({ digest, runnable, failing }: Catalogue, load: Generation['load']): Generation {
  return {
    digest,
    load,
    find(name) {
      const activity = runnable.get(name);
      if (activity !== undefined) return { activity };
      const gone = {
        type: 'activity.unknown',
        message: `there is no activity ${name} any more.`,
        effect: 'none',
      } as const;
      return { failure: failing.get(name) ?? gone };
    },
  };
}
