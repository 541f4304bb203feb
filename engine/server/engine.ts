import { activitiesPort, builtinActivities } from '../activities/index.ts';
import { stderrLogger } from '../activities/logger.ts';
import { type NodeEngine, openEngine } from '../node/index.ts';
import { attemptTraceparent, spansProjection } from '../telemetry/index.ts';

/** The engine as every host of ours runs it: SQLite, the built-in activities, spans. It carries on what was open. */
export function openHostEngine(database: string): Promise<NodeEngine> {
  const logger = stderrLogger();
  return openEngine({
    database,
    activities: activitiesPort(builtinActivities, logger),
    projections: [spansProjection()],
    traceparent: (run, { path, visit, attempt, undo }) => attemptTraceparent(run.runId, { path, visit }, attempt, undo),
    onWarning: (message, error) => logger('warn', message, error === undefined ? undefined : { error: String(error) }),
  });
}
