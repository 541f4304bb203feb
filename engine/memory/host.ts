import type { Recorded, RunStatus } from '../core/event.ts';
import type { Failure } from '../core/failure.ts';
import { compile, type RunView, viewOf } from '../core/index.ts';
import type { Json, JsonObject } from '../core/json.ts';
import { durationMs } from '../core/duration.ts';
import { type Engine, openRuntime, type StartRequest } from '../runtime/engine.ts';
import { defaultsOf } from '../runtime/definitions.ts';
import type { Activities, Journal, Stores } from '../runtime/ports.ts';
import type { Mocks } from '../runtime/scripted/mocks.ts';
import { scriptedActivities } from '../runtime/scripted/scripted.ts';
import { countedIds } from './countedIds.ts';
import { memoryJournal } from './journal.ts';
import { passFor, passTimeUntil } from './passTime.ts';
import { memoryStores } from './stores.ts';
import { virtualClock, type VirtualClock } from './virtualClock.ts';
import { waitingIn } from './waiting.ts';

export interface MemoryHostOptions {
  /** Workflow files, as text or as JSON: what runs, and what children, schedules and events start. */
  readonly workflows: readonly (string | JsonObject)[];
  /** How attempts end: see `mocksSchema`. A step without one is done by `activities`, else fails as `activity.notMocked`. */
  readonly mocks?: Mocks | undefined;
  readonly activities?: Activities | undefined;
  /** DA7. */
  readonly secrets?: Readonly<Record<string, string>> | undefined;
  /** Epoch ms at which virtual time begins. Default: 1 January 2026. */
  readonly now?: number | undefined;
  /** Of an earlier host, to go on where it was left, as after a crash. */
  readonly from?: Pick<MemoryHost, 'journal' | 'stores' | 'clock'> | undefined;
}

/** A whole engine without disk, network or waiting: for tests of workflows. Its functions may be taken out of it. */
export interface MemoryHost {
  readonly engine: Engine;
  readonly clock: VirtualClock;
  readonly journal: Journal;
  readonly stores: Stores;
  /** Starts a run and lets time pass until it has ended, or waits for a person. */
  readonly run: (workflow: string, input?: Json, more?: Partial<StartRequest>) => Promise<FinishedRun>;
  /** Starts a run; answers with its id. */
  readonly start: (workflow: string, input?: Json, more?: Partial<StartRequest>) => Promise<string>;
  /** Lets time pass until the run has ended, or waits for a person. */
  readonly finish: (runId: string) => Promise<FinishedRun>;
  /** Lets so much time pass: `2h`. All that comes due happens in order. */
  readonly pass: (duration: string) => Promise<void>;
  /** As it is now. */
  readonly view: (runId: string) => Promise<RunView>;
  readonly history: (runId: string) => Promise<readonly Recorded[]>;
  readonly close: () => Promise<void>;
}

export interface FinishedRun {
  readonly runId: string;
  readonly status: RunStatus;
  readonly output: Json;
  readonly error: Failure | null;
  readonly view: RunView;
  readonly history: readonly Recorded[];
}

const START = Date.parse('2026-01-01T00:00:00Z');
/** So long nothing may happen to a run that is to be finished. */
const PATIENCE_MS = 10 * 365 * 86_400_000;

export async function memoryHost(options: MemoryHostOptions): Promise<MemoryHost> {
  const {
    clock = virtualClock(options.now ?? START),
    journal = memoryJournal(),
    stores = memoryStores(),
  } = options.from ?? {};
  const activities = scriptedActivities({ mocks: options.mocks ?? {}, clock, otherwise: options.activities });
  const secrets = { get: async (name: string) => options.secrets?.[name] ?? null };
  const ids = options.from ? countedIds('again', 'again-') : countedIds();
  const engine = await openRuntime({ journal, clock, ids, activities, stores, secrets, mocks: options.mocks });
  for (const workflow of options.workflows) await engine.deploy({ ...compiled(workflow), by: 'test' });
  const isBusy = (): boolean => !engine.isIdle() || activities.busy() > 0;

  const history: MemoryHost['history'] = (runId) => journal.history(runId, 0, Infinity);
  const start: MemoryHost['start'] = (workflow, input = {}, more = {}) =>
    startIn(engine, journal, workflow, input, more);
  const finish: MemoryHost['finish'] = async (runId) => {
    const isOver = await passTimeUntil(clock, isBusy, engine.settled(runId), PATIENCE_MS);
    const events = await history(runId);
    if (!isOver) throw new Error(stalled(runId, viewOf(events)));
    return finished(runId, events);
  };
  return {
    engine,
    clock,
    journal,
    stores,
    start,
    finish,
    run: async (workflow, input, more) => finish(await start(workflow, input, more)),
    pass: (duration) => passFor(clock, isBusy, durationMs(duration)),
    history,
    view: async (runId) => viewOf(await history(runId)),
    close: () => engine.close(),
  };
}

function compiled(source: string | JsonObject): { definition: JsonObject; hash: string } {
  const result = compile(source);
  if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join('\n'));
  return { definition: JSON.parse(JSON.stringify(result.definition)) as JsonObject, hash: result.hash };
}

async function startIn(
  engine: Engine,
  journal: Journal,
  workflow: string,
  input: Json,
  more: Partial<StartRequest>,
): Promise<string> {
  const latest = await journal.latest(workflow);
  if (latest === null) throw new Error(`There is no workflow ${workflow} among those given.`);
  const { definition, hash } = latest;
  const config = { ...defaultsOf(definition), ...more.config };
  const outcome = await engine.start({ definition, hash, input, by: 'test', ...more, config });
  if (outcome.kind === 'rejected') throw new Error(outcome.reason);
  return outcome.entry.runId;
}

function stalled(runId: string, view: RunView): string {
  const waiting = waitingIn(view).map(({ what }) => what);
  return `Run ${runId} goes on only when somebody else moves it: ${waiting.join(', ') || 'no step is open'}.`;
}

function finished(runId: string, history: readonly Recorded[]): FinishedRun {
  const view = viewOf(history);
  const { status, output, error } = view;
  return { runId, status, output, error, view, history };
}
