import { type NodeEngine, openEngine } from '../../node/index.ts';
import type { Activities } from '../../runtime/index.ts';
import { attemptTraceparent } from '../../telemetry/index.ts';

const instant: Activities = { perform: async () => ({ kind: 'completed', output: null }) };

/** All projections on, as `openHostEngine` has them (its test says whether it is still so); an activity takes no time. */
export function openBenchEngine(database: string, activities: Activities = instant): Promise<NodeEngine> {
  return openEngine({
    database,
    activities,
    traceparent: (run, { path, visit, attempt, undo }) => attemptTraceparent(run.runId, { path, visit }, attempt, undo),
    onWarning: (message, error) => console.error(message, error),
  });
}
