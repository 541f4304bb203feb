/**
 * What leaves the engine as OpenTelemetry. It is sent from a thread of its own, which reads the journal beside the engine: no run waits for it,
 * and none fails with it. Where nothing is to be sent there is no thread.
 */
import type { QueueDepth } from '../../runtime/index.ts';
import { onWrittenLine } from '../../activities/logger.ts';
import { type IsSampled, sampling } from '../../telemetry/out/sampling.ts';
import { settled, type Settled } from '../../telemetry/out/settled.ts';
import { type KeptSettings, nothingKept, signals } from '../../telemetry/out/settings.ts';
import { forgetCheckpoint, openCheckpoint } from './checkpoint.ts';
import { type JournalReading, readJournal } from './journal.ts';
import { logLineOf } from './log-line.ts';
import { keepSettings, keptSettings } from './kept.ts';
import { startThread, type TelemetryThread } from './start-thread.ts';
import type { ThreadStatus } from './thread.ts';

export interface TelemetryOptions {
  readonly database: string;
  readonly version: string;
  readonly env: NodeJS.ProcessEnv;
  /** Whose settings count; null: variables alone do. */
  readonly workspace: string | null;
  readonly sampled: SentTraces;
  /** False: nothing is sent from here, whatever is set. */
  readonly sends: boolean;
  readonly queues: () => readonly QueueDepth[];
  readonly warn: (message: string) => void;
}

export interface Telemetry {
  settled(): Settled;
  /** As it is remembered, whatever variables say. */
  kept(): KeptSettings;
  /** Remembered for the workspace, and in force at once. */
  set(settings: KeptSettings): Promise<void>;
  status(): Promise<ThreadStatus>;
  /** Prometheus' text; null: nobody is to have it. */
  scrape(): Promise<string | null>;
  /** Null: a test span was taken. Else why not. */
  test(): Promise<string | null>;
  /** True: all that has happened is sent, or nothing is. */
  flush(ms: number): Promise<boolean>;
  close(): Promise<void>;
}

/** Which traces are sent, as it is at any time: what attempts are told, also while the engine is opened. */
export interface SentTraces {
  readonly isSampled: IsSampled;
  change(to: IsSampled): void;
}

export function sentTraces(env: NodeJS.ProcessEnv, workspace: string | null): SentTraces {
  const kept = workspace === null ? nothingKept : keptSettings(workspace, env);
  let now = sampling(settled(env, kept, '').out.sampler);
  return {
    isSampled: (traceId, traceparent) => now(traceId, traceparent),
    change: (to) => {
      now = to;
    },
  };
}

/** Right after the engine was opened and before a run is started, so that none is missed. What is wrong with variables is warned of. */
export function openTelemetry(options: TelemetryOptions): Telemetry {
  return new HostTelemetry(options);
}

const CLOSE_MS = 1_500;

class HostTelemetry implements Telemetry {
  private readonly options: TelemetryOptions;
  private readonly journal: JournalReading;
  /** Of the journal, when the engine was opened: from there metrics count. */
  private readonly openedAt: number;
  private now: Settled;
  private thread: TelemetryThread | null = null;
  private forgetLog: () => void = () => {};
  private turn: Promise<unknown> = Promise.resolve();

  constructor(options: TelemetryOptions) {
    this.options = options;
    this.journal = readJournal(options.database);
    this.openedAt = this.journal.end();
    this.now = this.look();
    if (options.sends) for (const problem of this.now.problems) options.warn(problem);
    this.begin();
  }

  settled(): Settled {
    return this.now;
  }

  kept(): KeptSettings {
    const { workspace, env } = this.options;
    return workspace === null ? nothingKept : keptSettings(workspace, env);
  }

  set(settings: KeptSettings): Promise<void> {
    return this.alone(async () => {
      const { workspace, env, database } = this.options;
      if (workspace === null) throw new Error('there is no workspace to remember it for');
      await keepSettings(workspace, settings, env);
      await this.end();
      const wasSent = this.now.out.targets.traces !== null;
      this.now = this.look();
      this.options.sampled.change(sampling(this.now.out.sampler));
      if (wasSent && this.now.out.targets.traces === null) forgetCheckpoint(database); // a person's word: not what follows
      this.begin();
    });
  }

  async status(): Promise<ThreadStatus> {
    await this.turn;
    return (await this.thread?.status()) ?? {};
  }

  async scrape(): Promise<string | null> {
    await this.turn;
    if (!this.now.out.prometheus || !this.options.sends) return null;
    this.thread ??= this.start();
    return this.thread.scrape(this.openedAt);
  }

  async test(): Promise<string | null> {
    await this.turn;
    return this.thread === null ? 'Nothing is sent: set an endpoint first.' : this.thread.test();
  }

  async flush(ms: number): Promise<boolean> {
    return this.thread === null || this.thread.flush(ms);
  }

  close(): Promise<void> {
    return this.alone(async () => {
      await this.end();
      this.journal.close();
    });
  }

  /** One change at a time. */
  private alone(work: () => Promise<void>): Promise<void> {
    const done = this.turn.then(work);
    this.turn = done.catch(() => {});
    return done;
  }

  private look(): Settled {
    return settled(this.options.env, this.kept(), this.options.version);
  }

  private begin(): void {
    const { out } = this.now;
    if (!this.options.sends) return;
    const counts = this.options.env['OTEL_METRICS_EXPORTER']?.trim().toLowerCase() === 'prometheus' && out.prometheus;
    if (!counts && signals.every((signal) => out.targets[signal] === null)) return;
    // Here and not in the thread, which begins later: where sending begins is before anything that follows.
    if (out.targets.traces !== null) openCheckpoint(this.options.database, this.journal).close();
    this.thread = this.start();
    if (out.targets.logs !== null) this.forgetLog = onWrittenLine((line) => this.thread?.log(logLineOf(line)));
  }

  private start(): TelemetryThread {
    const { database, version, queues, warn } = this.options;
    const { out } = this.now;
    const isCounted = out.targets.metrics !== null || this.options.env['OTEL_METRICS_EXPORTER'] !== undefined;
    const countFrom = isCounted ? this.openedAt : null;
    return startThread({ database, version, out, countFrom }, { queues, warn });
  }

  private async end(): Promise<void> {
    const { thread } = this;
    this.forgetLog();
    this.thread = null;
    await thread?.end(CLOSE_MS);
  }
}
