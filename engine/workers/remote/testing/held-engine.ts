import { virtualClock, type VirtualClock } from '../../../memory/virtualClock.ts';
import type { WorkSource } from '../../../activities/sources.ts';
import type { AttemptResult } from '../../../core/command.ts';
import type { Json } from '../../../core/json.ts';
import type { Progress, Work } from '../../../runtime/ports.ts';
import type { WorkerSettings } from '../settings.ts';
import { type RemoteOptions, RemoteWorkers } from '../workers.ts';

/** Virtual time, and an engine's side of attempts that tests look into. */
export interface Desk {
  readonly clock: VirtualClock;
  readonly workers: RemoteWorkers;
  readonly begin: (change?: Partial<Work>, engine?: Partial<Engine>) => Begun;
}

/** What the engine does with an attempt. */
export interface Engine {
  /** Whether it is still wanted when a worker takes it. */
  readonly isWanted: () => boolean | Promise<boolean>;
  /** Whether its answer is recorded. */
  readonly isRecorded: (result: AttemptResult) => boolean | Promise<boolean>;
  readonly secrets: Readonly<Record<string, string>>;
}

export interface Begun {
  readonly work: Work;
  readonly controller: AbortController;
  /** What it was answered; null as long as it was not. */
  result: AttemptResult | null;
  readonly picks: number[];
  readonly beats: (Json | undefined)[];
  /** The engine wants no answer any more. */
  readonly giveUp: () => void;
  readonly done: Promise<AttemptResult>;
}

const nobody: WorkSource = {
  infos: () => [],
  takes: () => false,
  perform: async ({ activity }) => ({
    kind: 'failed',
    error: { type: 'activity.unknown', message: activity, retryable: false, effect: 'none' },
  }),
  close: async () => {},
};

export function openDesk(change: Partial<RemoteOptions> = {}, settings: WorkerSettings = {}): Desk {
  const clock = virtualClock(1_000);
  let tokens = 0;
  const workers = new RemoteWorkers({
    clock,
    token: () => `t${(tokens += 1)}`,
    settings: () => settings,
    local: nobody,
    logger: () => {},
    awaitMs: 0,
    ...change,
  });
  let count = 0;
  return {
    clock,
    workers,
    begin: (more, engine) => begun(workers, { ...workOf((count += 1)), ...more }, engine),
  };
}

export const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export const workOf = (n: number): Work => ({
  kind: 'attempt',
  id: `attempt:s#${n}:1`,
  path: 's',
  visit: n,
  stepId: 's',
  undo: false,
  attempt: 1,
  with: { n },
  key: `key-${n}`,
  cancel: false,
  activity: 'act',
  taskQueue: 'q',
  startedAt: 0,
  deadline: Infinity,
  limit: 'scheduleToStart',
  reportPickUp: true,
  heartbeatMs: null,
  heartbeat: null,
  run: { runId: 'r', runKey: 'r', workflow: 'w', hash: 'h', traceparent: null },
});

function begun(workers: RemoteWorkers, work: Work, engine: Partial<Engine> = {}): Begun {
  const { isWanted = () => true, isRecorded = () => true, secrets = {} } = engine;
  const controller = new AbortController();
  let tell: ((isRecorded: boolean) => void) | null = null;
  const decided = (outcome: boolean): void => {
    tell?.(outcome);
    tell = null;
  };
  const picks: number[] = [];
  const beats: (Json | undefined)[] = [];
  let pick: Promise<boolean> | null = null;
  const progress: Progress = {
    heartbeat: (details) => void beats.push(details),
    pickedUp: () => {
      picks.push(picks.length);
      return (pick ??= Promise.resolve(isWanted()));
    },
    whenDecided: (listener) => (tell = listener),
    secret: async (name) => secrets[name] ?? null,
    scrub: (value) => value,
  };
  const giveUp = (): void => {
    controller.abort();
    decided(false);
  };
  const answered = workers.perform(work, controller.signal, progress);
  const done = answered.then(async (result) => {
    one.result = result;
    if (tell !== null) decided(await isRecorded(result));
    return result;
  });
  const one: Begun = { work, controller, result: null, picks, beats, giveUp, done };
  return one;
}
