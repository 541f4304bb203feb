import type { ActivityContext } from '../activity.ts';
import { noPlace } from '../place.ts';

/** What an attempt knows, for tests: the first of a run `r`, in no place, with no secrets. */
export function testContext(change: Partial<ActivityContext> = {}): ActivityContext {
  return {
    key: 'key-1',
    traceparent: null,
    attempt: 1,
    runId: 'r',
    workflow: 'w',
    stepId: 'a',
    logger: () => {},
    heartbeat: () => {},
    lastHeartbeat: null,
    secret: async () => null,
    place: noPlace,
    ...change,
  };
}
