import { activitiesPort, builtinActivities } from '../activities/index.ts';
import { stderrLogger } from '../activities/logger.ts';
import { type NodeEngine, openEngine } from '../node/index.ts';
import type { Activities } from '../runtime/ports.ts';
import { attemptTraceparent, spansProjection } from '../telemetry/index.ts';

/** What tasks can run here: the built-in activities, their log on stderr. */
export const hostActivities = (): Activities => activitiesPort(builtinActivities, stderrLogger());

/** The engine as every host of ours runs it: SQLite, activities, spans. It carries on what was open. */
export function openHostEngine(database: string, activities: Activities = hostActivities()): Promise<NodeEngine> {
  const log = stderrLogger();
  return openEngine({
    database,
    activities,
    projections: [spansProjection()],
    traceparent: (run, { path, visit, attempt, undo }) => attemptTraceparent(run.runId, { path, visit }, attempt, undo),
    onWarning: (message, error) => log('warn', message, error instanceof Error ? { error: error.message } : undefined),
  });
}
