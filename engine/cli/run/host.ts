import type { Recorded } from '../../core/event.ts';
import type { Engine } from '../../runtime/engine.ts';
import type { Mocks } from '../../memory/index.ts';
import type { NodeEngine, NodeReader } from '../../node/index.ts';
import type { Clock, Definitions, Secrets } from '../../runtime/ports.ts';
import type { Workforce } from '../../activities/index.ts';
import type { ConfigSource } from '../../server/config.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { say } from '../terminal.ts';

/** Where a run is run: on disk, or in memory with a clock that jumps. */
export interface RunHost {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly history: (runId: string) => Promise<readonly Recorded[]>;
  /** Waits, and lets virtual time pass meanwhile; there, `stalled` when nothing will happen any more. */
  readonly until: <T>(done: Promise<T>) => Promise<T | 'stalled'>;
  readonly close: (graceMs: number) => Promise<void>;
}

export interface HostOptions {
  readonly workforce: Workforce;
  readonly mocks: Mocks;
  /** Tasks without a mock are an error. */
  readonly mocksOnly: boolean;
  /** A run that is there already and is to be carried on; all others are left alone. */
  readonly carriesOn?: string | undefined;
  /** Where the workflows are that it starts, and from what their config is made. */
  readonly workflows: string;
  readonly sources: readonly ConfigSource[];
  readonly secrets: Secrets;
}

const EVENTS_AT_ONCE = 10_000;
/** A collector that does not answer is not waited for. */
const FLUSH_MS = 3_000;

export async function durableHost(database: string, options: HostOptions): Promise<RunHost> {
  const { workforce, mocks, mocksOnly, carriesOn, secrets } = options;
  const [{ openHostEngine }, { scriptedActivities }, { systemClock }] = await Promise.all([
    import('../../server/engine.ts'),
    import('../../memory/index.ts'),
    import('../../node/index.ts'),
  ]);
  const otherwise = mocksOnly ? undefined : workforce;
  const opened = Promise.withResolvers<NodeEngine>();
  const telemetry = await telemetryOf(database);
  const engine = await openHostEngine(database, {
    activities: scriptedActivities({ mocks, clock: systemClock, otherwise }),
    mocks,
    secrets,
    carriesOn: (runId) => runId === carriesOn,
    isSampled: telemetry?.isSampled,
    definitions: definitionsFor(options, async () => (await opened.promise).reader), // it may be asked while it is opened
  });
  opened.resolve(engine);
  telemetry?.open(engine);
  const { wholeHistory } = await import('../../server/whole-history.ts');
  return {
    engine,
    clock: systemClock,
    history: (runId) => Promise.resolve(wholeHistory(engine.reader, runId)),
    until: (done) => done,
    async close(graceMs) {
      await engine.close({ graceMs });
      await telemetry?.close();
    },
  };
}

/** As the variables say; loaded only where there are any. It never fails the run. */
async function telemetryOf(database: string) {
  const { env } = process;
  if (!Object.keys(env).some((name) => name.startsWith('OTEL_'))) return null;
  const { openTelemetry, sentTraces } = await import('../../server/telemetry/telemetry.ts');
  const sampled = sentTraces(env, null);
  let opened: ReturnType<typeof openTelemetry> | null = null;
  return {
    isSampled: sampled.isSampled,
    open(engine: NodeEngine): void {
      const queues = () => engine.queues();
      const { version } = packageJson;
      opened = openTelemetry({ database, version, env, workspace: null, sampled, sends: true, queues, warn: say });
    },
    async close(): Promise<void> {
      const isSent = (await opened?.flush(FLUSH_MS).catch(() => false)) ?? true;
      if (!isSent)
        say('Not all telemetry could be sent. Spans that are left go with the next `sagaloom serve` that sends them.');
      await opened?.close();
    },
  };
}

export async function virtualHost(options: HostOptions): Promise<RunHost> {
  const { workforce, mocks, mocksOnly } = options;
  const [memory, { openRuntime }, { randomIds }, { attemptTraceparent }] = await Promise.all([
    import('../../memory/index.ts'),
    import('../../runtime/index.ts'),
    import('../../node/index.ts'),
    import('../../telemetry/index.ts'),
  ]);
  const clock = memory.virtualClock(Date.now());
  const journal = memory.memoryJournal();
  const secrets = countedSecrets(options.secrets);
  const activities = memory.scriptedActivities({ mocks, clock, otherwise: mocksOnly ? undefined : workforce });
  const engine = await openRuntime({
    journal,
    clock,
    activities,
    mocks,
    ids: randomIds,
    secrets,
    definitions: definitionsFor(options, null),
    traceparent: (run, { path, visit, attempt, undo }) => attemptTraceparent(run.runId, { path, visit }, attempt, undo),
  });
  return {
    engine,
    clock,
    history: (runId) => journal.history(runId, 0, EVENTS_AT_ONCE * 100),
    until: async (done) => {
      const isBusy = (): boolean => !engine.isIdle() || activities.busy() > 0 || secrets.busy() > 0;
      return (await memory.passTimeUntil(clock, isBusy, done)) ? done : 'stalled';
    },
    close: () => engine.close(),
  };
}

/** Virtual time must wait for those that are being read: an attempt without its secrets is not one that nothing moves. */
function countedSecrets(secrets: Secrets): Secrets & { readonly busy: () => number } {
  let busy = 0;
  return {
    busy: () => busy,
    async get(name) {
      busy += 1;
      try {
        return await secrets.get(name);
      } finally {
        busy -= 1;
      }
    },
  };
}

/** Loaded when the first child is started: most runs have none. `open`: a reader of what is deployed. */
function definitionsFor({ workflows, sources }: HostOptions, open: (() => Promise<NodeReader>) | null): Definitions {
  const load = async (): Promise<Definitions> => {
    const { definitionsOf, deployedIn, latestOf, workspaceWorkflows } = await import('../../server/definitions.ts');
    const found = workspaceWorkflows(workflows, say);
    const deployed = open === null ? () => null : deployedIn(await open());
    return definitionsOf(
      (name) => latestOf(name, deployed, found),
      async () => sources,
      say,
    );
  };
  let loaded: Promise<Definitions> | null = null;
  return { latest: async (workflow) => (await (loaded ??= load())).latest(workflow) };
}
