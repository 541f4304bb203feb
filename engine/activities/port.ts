import type { Json } from '../core/json.ts';
import type { Activities, Work } from '../runtime/ports.ts';
import { type Activity, type ActivityLogger, failed } from './activity.ts';

/** What the runtime asks for work: looks the activity up and hands on what an attempt may know. */
export function activitiesPort(activities: ReadonlyMap<string, Activity>, logger: ActivityLogger): Activities {
  return {
    async perform(work, signal, progress) {
      const activity = activities.get(work.activity);
      if (activity === undefined) return failed(unknown(work, activities));
      const { key, attempt, run, heartbeat: lastHeartbeat } = work;
      const heartbeat = (details?: Json): void => progress?.heartbeat(details);
      const context = { key, attempt, traceparent: run.traceparent, logger, heartbeat, lastHeartbeat };
      return activity.perform(work.with, context, signal);
    },
  };
}

function unknown({ activity }: Work, activities: ReadonlyMap<string, Activity>) {
  const message = `There is no activity "${activity}" here; there are ${[...activities.keys()].join(', ')}.`;
  return { type: 'activity.unknown', message, retryable: false, effect: 'none' } as const;
}
