import type { NodeEngine } from '../../node/index.ts';
import type { Activities } from '../../runtime/index.ts';
import { openHostEngine } from '../../server/engine.ts';

const instant: Activities = { perform: async () => ({ kind: 'completed', output: null }) };

/** As hosts have it, all projections on; only an activity takes no time. */
export function openBenchEngine(database: string, activities: Activities = instant): Promise<NodeEngine> {
  return openHostEngine(database, { activities });
}
