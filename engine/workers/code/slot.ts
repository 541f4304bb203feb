import type { Failure } from '../../core/failure.ts';
import type { Json } from '../../core/json.ts';
import { Child, type Exit } from './child.ts';
import { failedJob, type Job } from './job.ts';
import { type SpawnOptions, spawnProcess } from './spawn.ts';
import type { FromProcess, LoadAsked, Loaded, LogSaid } from './wire.ts';

export interface SlotOptions extends SpawnOptions {
  /** From being told to stop until it is killed; null: never, for a person looks at it through a debugger. */
  readonly graceMs: number | null;
  /** One file may take so long to be loaded; null: for ever. */
  readonly loadMs: number | null;
  /** What a process says outside any attempt. */
  readonly log: (level: LogSaid['level'], message: string, data?: Json) => void;
  /** Its process has ended, whatever for. */
  readonly onGone: (slot: Slot) => void;
}

export type LoadOutcome =
  | { readonly ok: true; readonly loaded: Loaded }
  /** `file`: the one that broke it. */
  | { readonly ok: false; readonly file: string | null; readonly message: string };

/** Node's timers know none longer. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

interface Running {
  readonly id: number;
  readonly job: Job;
  readonly timers: NodeJS.Timeout[];
  readonly unlisten: () => void;
  /** Why it was told to stop. */
  stopped: 'aborted' | 'timeout' | null;
}

/** One process of the workspace's code. It does one attempt at a time: what kills it, or never ends, costs that attempt alone. */
export class Slot {
  readonly memoryMb: number;
  /** Of the code it loaded; null until then. */
  digest: string | null = null;
  isGone = false;
  private readonly options: SlotOptions;
  private readonly child: Child;
  private running: Running | null = null;
  private lastId = 0;
  private isDying = false;
  private broken: { readonly message: string; readonly details: Json } | null = null;
  private loading: {
    readonly settle: (outcome: LoadOutcome) => void;
    file: string;
    timer: NodeJS.Timeout | null;
  } | null = null;

  constructor(options: SlotOptions) {
    this.options = options;
    this.memoryMb = options.memoryMb;
    this.child = new Child(spawnProcess(options), {
      onMessage: (message) => this.take(message),
      onPrinted: (line) => this.print(line),
      onExit: (exit) => this.exited(exit),
    });
  }

  get isBusy(): boolean {
    return this.running !== null;
  }

  get isLoading(): boolean {
    return this.loading !== null;
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  load(asked: LoadAsked): Promise<LoadOutcome> {
    const { promise, resolve } = Promise.withResolvers<LoadOutcome>();
    this.loading = { settle: resolve, file: '', timer: null };
    if (this.isGone) this.loaded({ ok: false, file: null, message: 'its process could not be started' });
    else this.watchLoading('');
    this.child.send(asked);
    return promise;
  }

  /** It answers the job, whatever comes. To be called while it is idle. */
  run(job: Job): void {
    const { work, signal, activity } = job;
    this.lastId += 1;
    const abort = (): void => this.stop('aborted');
    signal.addEventListener('abort', abort, { once: true });
    const timers: NodeJS.Timeout[] = [];
    this.running = {
      id: this.lastId,
      job,
      timers,
      stopped: null,
      unlisten: () => signal.removeEventListener('abort', abort),
    };
    if (activity.timeoutMs !== null && this.options.graceMs !== null)
      timers.push(setTimeout(() => this.stop('timeout'), Math.min(activity.timeoutMs, LONGEST_TIMER_MS)));
    const { key, attempt, run, stepId, heartbeat } = work;
    this.child.send({
      t: 'run',
      id: this.lastId,
      activity: activity.name,
      with: work.with,
      key,
      attempt,
      traceparent: run.traceparent,
      run: { id: run.runId, key: run.runKey, workflow: run.workflow },
      step: { id: stepId },
      lastHeartbeat: heartbeat,
    });
  }

  /** It leaves; with an attempt in it, that one is lost. */
  end(): void {
    if (this.isBusy || this.isLoading) this.child.kill();
    else this.child.end();
  }

  private take(message: FromProcess): void {
    if (message.t === 'ended') this.ended(message);
    else if (message.t === 'log') this.log(message);
    else if (message.t === 'beat') this.current(message.id)?.progress?.heartbeat(message.details);
    else if (message.t === 'secret') void this.giveSecret(message);
    else if (message.t === 'loading') this.watchLoading(message.file);
    else if (message.t === 'loaded') this.loaded({ ok: true, loaded: message });
    else if (message.t === 'broken') this.broken = message;
    else this.options.log('info', `A debugger can attach at ${message.url}`);
  }

  private current(id: number | null): Job | null {
    return this.running !== null && this.running.id === id ? this.running.job : null;
  }

  private ended({ id, result }: Extract<FromProcess, { readonly t: 'ended' }>): void {
    const job = this.current(id);
    if (job === null) return;
    const isOutOfTime = this.running?.stopped === 'timeout' && result.kind === 'failed';
    const told = isOutOfTime && result.error.type === 'cancelled' ? failedJob(job, timeout(job)) : result;
    this.release();
    job.answer(told);
  }

  private release(): void {
    if (this.running === null) return;
    for (const timer of this.running.timers) clearTimeout(timer);
    this.running.unlisten();
    this.running = null;
  }

  /** It is asked; an endless loop cannot hear, and is killed. */
  private stop(why: 'aborted' | 'timeout'): void {
    const { running } = this;
    if (running === null) return;
    running.stopped ??= why;
    this.child.send({ t: 'abort' });
    if (this.options.graceMs !== null) running.timers.push(setTimeout(() => this.child.kill(), this.options.graceMs));
  }

  private log({ id, level, message, data }: LogSaid): void {
    const job = this.current(id);
    if (job === null) this.options.log(level, message, data);
    else job.logger(level, message, data);
  }

  /** V8's last words are of no use to whoever reads the log. */
  private print(line: string): void {
    this.isDying ||= line.startsWith('<--- Last few GCs');
    if (this.isDying || line.trim() === '') return;
    this.log({ t: 'log', id: this.running?.id ?? null, level: 'warn', message: line.slice(0, 4_000) });
  }

  /** Where the attempt is over meanwhile it is nobody's. */
  private async giveSecret({ id, ask, name }: Extract<FromProcess, { readonly t: 'secret' }>): Promise<void> {
    const value = await Promise.resolve(this.current(id)?.progress?.secret(name)).catch(() => null);
    if (this.current(id) !== null) this.child.send({ t: 'secret', ask, value: value ?? null });
  }

  private watchLoading(file: string): void {
    const { loading, options } = this;
    if (loading === null) return;
    if (loading.timer !== null) clearTimeout(loading.timer);
    loading.file = file;
    loading.timer = options.loadMs === null ? null : setTimeout(() => this.child.kill(), options.loadMs);
  }

  private loaded(outcome: LoadOutcome): void {
    const { loading } = this;
    if (loading === null) return;
    if (loading.timer !== null) clearTimeout(loading.timer);
    this.loading = null;
    if (outcome.ok) this.digest = outcome.loaded.digest;
    loading.settle(outcome);
  }

  private exited(exit: Exit): void {
    this.isGone = true;
    if (this.loading !== null) {
      const { file } = this.loading;
      this.loaded({ ok: false, file: file === '' ? null : file, message: this.loadTrouble(exit) });
    }
    if (this.running !== null) {
      const { job, stopped } = this.running;
      this.release();
      job.answer(failedJob(job, stopped === null ? this.lost(job, exit) : killed(job, stopped)));
    } else if (this.broken !== null)
      this.options.log('error', `Code that no attempt waits for: ${this.broken.message}`);
    this.options.onGone(this);
  }

  private loadTrouble(exit: Exit): string {
    if (this.broken !== null) return this.broken.message;
    if (exit.isOutOfMemory) return `it takes more memory than the ${this.memoryMb} MB it may`;
    const { loadMs } = this.options;
    if (exit.signal === 'SIGKILL' && loadMs !== null) return `it was not loaded within ${loadMs / 1_000} s`;
    return `its process ended ${endedHow(exit)} while it was loaded`;
  }

  /** AT2. Nobody knows how far it came. */
  private lost({ activity }: Job, exit: Exit): Failure {
    const { name } = activity;
    const details = { exitCode: exit.code, signal: exit.signal };
    if (this.broken !== null)
      return {
        type: 'activity.crashed',
        message: `${name} broke its process: ${this.broken.message}.`,
        details: this.broken.details,
      };
    if (exit.isOutOfMemory) {
      const message = `${name} ran out of memory: its process may take a heap of ${this.memoryMb} MB (memoryMb).`;
      return { type: 'worker.lost', message, details };
    }
    const how = exit.isGarbled ? 'said what cannot be read, and was killed' : `ended ${endedHow(exit)}`;
    return { type: 'worker.lost', message: `The process of ${name} ${how}.`, details };
  }
}

const endedHow = ({ code, signal }: Exit): string => (signal === null ? `with code ${code}` : `by ${signal}`);

function killed(job: Job, why: 'aborted' | 'timeout'): Failure {
  if (why === 'timeout') return timeout(job);
  const message = `${job.activity.name} was told to stop, did not, and its process was killed.`;
  return { type: 'cancelled', message };
}

function timeout({ activity }: Job): Failure {
  const message = `${activity.name} took longer than the ${(activity.timeoutMs ?? 0) / 1_000} s it may.`;
  return { type: 'timeout.activity', message };
}
