import type { Recorded } from '../../core/event.ts';
import type { Engine } from '../../runtime/engine.ts';
import type { Mocks } from '../../memory/index.ts';

/** Where a run is run: on disk, or in memory with a clock that jumps. */
export interface RunHost {
  readonly engine: Engine;
  readonly history: (runId: string) => Promise<readonly Recorded[]>;
  /** Waits, and lets virtual time pass meanwhile. */
  readonly until: <T>(done: Promise<T>) => Promise<T>;
  readonly close: (graceMs: number) => Promise<void>;
}

export interface HostOptions {
  readonly mocks: Mocks;
  /** Tasks without a mock are an error. */
  readonly mocksOnly: boolean;
  /** A run that is there already and is to be carried on; all others are left alone. */
  readonly carriesOn?: string | undefined;
}

const EVENTS_AT_ONCE = 10_000;

export async function durableHost(database: string, { mocks, mocksOnly, carriesOn }: HostOptions): Promise<RunHost> {
  const [{ hostActivities, openHostEngine }, { scriptedActivities }, { systemClock }] = await Promise.all([
    import('../../server/engine.ts'),
    import('../../memory/index.ts'),
    import('../../node/index.ts'),
  ]);
  const otherwise = mocksOnly ? undefined : hostActivities();
  const engine = await openHostEngine(database, {
    activities: scriptedActivities({ mocks, clock: systemClock, otherwise }),
    carriesOn: (runId) => runId === carriesOn,
  });
  const { wholeHistory } = await import('../history.ts');
  return {
    engine,
    history: (runId) => Promise.resolve(wholeHistory(engine.reader, runId)),
    until: (done) => done,
    close: (graceMs) => engine.close({ graceMs }),
  };
}

export async function virtualHost({ mocks, mocksOnly }: HostOptions): Promise<RunHost> {
  const [memory, { openRuntime }, { hostActivities }, { randomIds }, { attemptTraceparent }] = await Promise.all([
    import('../../memory/index.ts'),
    import('../../runtime/index.ts'),
    import('../../server/engine.ts'),
    import('../../node/index.ts'),
    import('../../telemetry/index.ts'),
  ]);
  const clock = memory.virtualClock(Date.now());
  const journal = memory.memoryJournal();
  const activities = memory.scriptedActivities({ mocks, clock, otherwise: mocksOnly ? undefined : hostActivities() });
  const engine = await openRuntime({
    journal,
    clock,
    activities,
    ids: randomIds,
    traceparent: (run, { path, visit, attempt, undo }) => attemptTraceparent(run.runId, { path, visit }, attempt, undo),
  });
  return {
    engine,
    history: (runId) => journal.history(runId, 0, EVENTS_AT_ONCE * 100),
    until: async (done) => {
      await memory.passTime(clock, () => !engine.isIdle() || activities.busy() > 0, done);
      return done;
    },
    close: () => engine.close(),
  };
}
