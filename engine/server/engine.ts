import { stderrLogger } from '../activities/logger.ts';
import { type NodeEngine, openEngine } from '../node/index.ts';
import type { Activities, Definitions, Secrets } from '../runtime/ports.ts';
import type { Mocks } from '../runtime/scripted/mocks.ts';
import { attemptTraceparent, traceIdOf } from '../telemetry/ids.ts';
import type { IsSampled } from '../telemetry/out/sampling.ts';

interface HostEngineOptions {
  readonly activities: Activities;
  /** DA7. Default: there are none. */
  readonly secrets?: Secrets | undefined;
  /** Which open runs to carry on (see `EngineOptions`). Default: all. */
  readonly carriesOn?: ((runId: string) => boolean) | undefined;
  /** What stands behind the name of a workflow. Default: what is deployed. */
  readonly definitions?: Definitions | undefined;
  /** Answers for messages and children (see `EngineOptions`). */
  readonly mocks?: Mocks | undefined;
  /** Ended runs are deleted after so long. Default: never. */
  readonly keepMs?: number | undefined;
  /** Whether the spans of a run are sent: attempts hand it on. Default: they are. */
  readonly isSampled?: IsSampled | undefined;
}

/** The engine as every host of ours runs it: SQLite and activities. */
export function openHostEngine(database: string, options: HostEngineOptions): Promise<NodeEngine> {
  const { activities, keepMs, isSampled = () => true, ...rest } = options;
  const log = stderrLogger();
  return openEngine({
    database,
    activities,
    ...rest,
    retention: keepMs === undefined ? undefined : { keepMs },
    traceparent: ({ runId, traceparent }, { path, visit, attempt, undo }) =>
      attemptTraceparent(runId, { path, visit }, attempt, undo, isSampled(traceIdOf(runId), traceparent)),
    onWarning: (message, error) => log('warn', message, error instanceof Error ? { error: error.message } : undefined),
  });
}
