import { durationMs } from '../../core/duration.ts';
import type { StartRequest } from '../engine.ts';
import type { RunEntry } from '../entry.ts';
import type { Outcome } from '../mail.ts';
import type { Clock, Definitions, MomentEntry, ScheduleEntry, Schedules } from '../ports.ts';
import { triggerInput, triggerScope } from './input.ts';
import { jitterOf, type Moments, momentsOf, type ScheduleTrigger } from './moments.ts';
import type { DeployedTriggers, NamedTrigger } from './triggers.ts';

/**
 * LI5. Schedules of deployed workflows.
 *
 *   SC1  a moment starts one run at most: its run's id is made of workflow, trigger and moment, and the journal takes each id once
 *   SC2  moments are a function of the definition, so a crash or a clock that jumps finds the same ones
 *   SC3  a moment that was missed is made up for where it is no older than `catchUp`; else it is passed over
 *   SC4  what was done of a moment is saved after it is done: a crash in between does it again, which SC1 makes harmless
 *   SC5  a run starts up to `jitter` after its moment: how long is a function of the moment, but none goes before the one before it
 *   SC6  a moment that comes again, since the clock was set back, has its run already: it cancels none, and is not held up by any
 */
export interface SchedulesOptions {
  readonly clock: Clock;
  readonly store: Schedules;
  readonly triggers: DeployedTriggers;
  readonly definitions: Definitions;
  readonly start: (request: StartRequest) => Promise<Outcome>;
  readonly cancel: (runId: string) => Promise<unknown>;
  /** The last run of the chain that began with this one. */
  readonly lastOf: (runId: string) => Promise<RunEntry | null>;
  readonly warn: (message: string, error?: unknown) => void;
}

export interface ScheduleView extends ScheduleEntry {
  readonly spec: ScheduleTrigger;
  /** The times the next runs start at: moments with their jitter. */
  readonly upcoming: readonly number[];
}

const DEFAULT_CATCH_UP_MS = 60_000;
const RETRY_MS = 5_000;
/** A clock that was set back may have moments before the one that is waited for. */
const LOOK_AGAIN_MS = 60_000;
/** More at a time and the rest has to wait for the next look. */
const AT_ONCE = 1_000;
/** Moments of which it is remembered what they started. */
const REMEMBERED = 10;
/** Moments that are looked at for those to come. */
const MOST_WAITING = 10_000;

interface Scheduled {
  readonly named: NamedTrigger<ScheduleTrigger>;
  readonly moments: Moments;
  entry: ScheduleEntry;
}

export class Scheduler {
  private readonly options: SchedulesOptions;
  private turn: Promise<unknown> = Promise.resolve();
  private armed: () => void = () => {};
  private isStopped = false;
  private turns = 0;

  constructor(options: SchedulesOptions) {
    this.options = options;
  }

  /** Does what is due, and waits for what comes next. Also after a deployment. */
  look(): Promise<void> {
    return this.inTurn(async () => {
      if (this.isStopped) return;
      const all = await this.read();
      for (const one of all) await this.catchUp(one);
      const next = all.flatMap(({ entry }) => entry.next ?? []);
      this.arm(all.length === 0 ? Infinity : Math.min(this.options.clock.now() + LOOK_AGAIN_MS, ...next));
    });
  }

  list(count: number): Promise<readonly ScheduleView[]> {
    return this.inTurn(async () =>
      (await this.read()).map((one) => {
        const upcoming = isPaused(one.named, one.entry) ? [] : this.starts(one, count);
        return { ...one.entry, next: upcoming[0] ?? null, spec: one.named.trigger, upcoming };
      }),
    );
  }

  /** False: there is no such schedule. What falls into the pause is passed over. */
  async setPaused(workflow: string, trigger: string, paused: boolean): Promise<boolean> {
    const isThere = await this.inTurn(async () => {
      const one = (await this.read()).find(({ entry }) => entry.workflow === workflow && entry.trigger === trigger);
      if (!one) return false;
      const last = one.entry.paused && !paused ? this.options.clock.now() : one.entry.last;
      await this.save(one, { paused, last });
      return true;
    });
    await this.look();
    return isThere;
  }

  /** Resolves when nothing more is done. */
  async stop(): Promise<void> {
    this.isStopped = true;
    this.armed();
    await this.turn;
  }

  get isIdle(): boolean {
    return this.turns === 0;
  }

  private async read(): Promise<readonly Scheduled[]> {
    const { triggers, store } = this.options;
    const saved = new Map((await store.all()).map((entry) => [nameOf(entry.workflow, entry.trigger), entry]));
    return (await triggers.all()).filter(isSchedule).map((named) => ({
      named,
      moments: momentsOf(named.trigger),
      entry: saved.get(nameOf(named.workflow, named.name)) ?? newEntry(named),
    }));
  }

  private async catchUp(one: Scheduled): Promise<void> {
    const { named, moments } = one;
    if (isPaused(named, one.entry)) {
      if (one.entry.next !== null) await this.save(one, { next: null });
      return;
    }
    await this.setBack(one);
    for (let count = 0; count < AT_ONCE && !this.isStopped; count += 1) {
      const now = this.options.clock.now();
      const at = moments.after(this.from(one, now));
      if (at === null || startOf(one, at) > now) break;
      await this.happen(one, at);
    }
    const following = moments.after(this.from(one, this.options.clock.now()));
    const next = following === null ? null : startOf(one, following);
    if (next !== one.entry.next) await this.save(one, { next });
  }

  /** Moments that have come and wait for their jitter are among them. */
  private starts(one: Scheduled, count: number): readonly number[] {
    const now = this.options.clock.now();
    const found: number[] = [];
    let at = one.moments.after(this.from(one, now));
    for (let looked = 0; at !== null && found.length < count && looked < MOST_WAITING; looked += 1) {
      if (startOf(one, at) > now) found.push(startOf(one, at));
      at = one.moments.after(at);
    }
    return found.toSorted((a, b) => a - b);
  }

  /** A clock that was set back has its moments again: SC1 makes that harmless, and those that had been jumped over come. */
  private async setBack(one: Scheduled): Promise<void> {
    const now = this.options.clock.now();
    const last = one.entry.last ?? one.named.deployment.at;
    if (last > now) await this.save(one, { last: now });
  }

  /** SC3. After this time moments are looked for: one is missed once it is so old, and could not have come later. */
  private from(one: Scheduled, now: number): number {
    const { named, entry } = one;
    const oldest = now - catchUpOf(one) - jitterMsOf(named) - 1;
    const deployed = named.deployment.at > now ? 0 : named.deployment.at; // deployed by a clock that was ahead
    return Math.max(entry.last ?? 0, deployed, oldest);
  }

  private async happen(one: Scheduled, at: number): Promise<void> {
    const { workflow, name } = one.named;
    const runId = scheduledRun(workflow, name, at);
    const problem = await this.startOnce(one, runId, at);
    if (problem !== null)
      this.options.warn(`The schedule ${name} of ${workflow} started nothing at ${iso(at)}: ${problem}`);
    const moment: MomentEntry = { at, runId: problem === null ? runId : null, problem };
    const recent = [moment, ...one.entry.recent.filter((other) => other.at !== at)].slice(0, REMEMBERED);
    const lastRun = later(one.entry.lastRun, problem === null ? runId : null);
    await this.save(one, { last: at, problem, lastRun, recent }); // SC4
  }

  /** Why there is no run; null where there is. */
  private async startOnce(one: Scheduled, runId: string, at: number): Promise<string | null> {
    if ((await this.options.lastOf(runId)) !== null) return null; // SC6
    const isHeld = await this.isHeldUp(one, one.named.trigger.overlap ?? 'skip');
    return isHeld ? 'The run before it was still open.' : this.start(one, runId, at);
  }

  private async isHeldUp({ entry }: Scheduled, overlap: 'skip' | 'allow' | 'cancel'): Promise<boolean> {
    if (overlap === 'allow' || entry.lastRun === null) return false;
    const last = await this.options.lastOf(entry.lastRun);
    if (last === null || last.endedAt !== null) return false;
    if (overlap === 'cancel') await this.options.cancel(last.runId);
    return overlap === 'skip';
  }

  private async start({ named }: Scheduled, runId: string, at: number): Promise<string | null> {
    const { definitions, start } = this.options;
    const { workflow, name, trigger } = named;
    const input = await triggerInput(trigger.input, {}, triggerScope(name, at), { at, seed: runId });
    if (!input.ok) return input.error.message;
    const startable = await definitions.latest(workflow);
    if (startable === null) return 'The workflow is not there.';
    const outcome = await start({ ...startable, runId, input: input.value, by: `schedule:${name}` });
    return outcome.kind === 'accepted' || outcome.code === 'alreadyStarted' ? null : outcome.reason;
  }

  private async save(one: Scheduled, change: Partial<ScheduleEntry>): Promise<void> {
    one.entry = { ...one.entry, ...change };
    await this.options.store.save(one.entry);
  }

  private arm(at: number): void {
    this.armed();
    this.armed = () => {};
    const { clock, warn } = this.options;
    if (!Number.isFinite(at) || this.isStopped) return;
    this.armed = clock.setTimer(at, () => {
      this.look().catch((error: unknown) => {
        if (this.isStopped) return;
        warn('Schedules could not be looked at; trying again.', error);
        this.arm(clock.now() + RETRY_MS);
      });
    });
  }

  /** One look at a time. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    this.turns += 1;
    const turn = this.turn.then(work).finally(() => (this.turns -= 1));
    this.turn = turn.catch(() => {});
    return turn;
  }
}

function isSchedule(named: NamedTrigger): named is NamedTrigger<ScheduleTrigger> {
  return named.trigger.type === 'schedule';
}

function isPaused({ trigger }: NamedTrigger<ScheduleTrigger>, { paused }: ScheduleEntry): boolean {
  return paused || trigger.paused === true;
}

function newEntry({ workflow, name: trigger }: NamedTrigger): ScheduleEntry {
  return { workflow, trigger, paused: false, last: null, lastRun: null, problem: null, next: null, recent: [] };
}

/** When the run of a moment starts (SC5). */
const startOf = ({ named }: Scheduled, at: number): number =>
  at + jitterOf(jitterMsOf(named), scheduledRun(named.workflow, named.name, at));

const jitterMsOf = ({ trigger: { jitter } }: NamedTrigger<ScheduleTrigger>): number =>
  jitter === undefined ? 0 : durationMs(jitter);

function catchUpOf({ named: { trigger } }: Scheduled): number {
  return trigger.catchUp === undefined ? DEFAULT_CATCH_UP_MS : durationMs(trigger.catchUp);
}

/** Ids of one schedule are in the order of their moments. */
const later = (one: string | null, other: string | null): string | null =>
  one !== null && (other === null || one > other) ? one : other;

const nameOf = (workflow: string, trigger: string): string => JSON.stringify([workflow, trigger]);

const iso = (at: number): string => new Date(at).toISOString();

/** SC1. */
export function scheduledRun(workflow: string, trigger: string, at: number): string {
  return `${workflow}.${trigger}.${iso(at)}`;
}
