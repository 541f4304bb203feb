import type { Activities, Work } from '../runtime/ports.ts';
import { type Activity, type ActivityLogger, failed } from './activity.ts';

/** What the runtime asks for work: looks the activity up and hands on what an attempt may know. */
export function activitiesPort(activities: ReadonlyMap<string, Activity>, logger: ActivityLogger): Activities {
  return {
    async perform(work, signal) {
      const activity = activities.get(work.activity);
      if (activity === undefined) return failed(unknown(work, activities));
      const { key, attempt, run } = work;
      return activity.perform(work.with, { key, attempt, traceparent: run.traceparent, logger }, signal);
    },
  };
}

function unknown({ activity }: Work, activities: ReadonlyMap<string, Activity>) {
  const message = `There is no activity "${activity}" here; there are ${[...activities.keys()].join(', ')}.`;
  return { type: 'activity.unknown', message, retryable: false, effect: 'none' } as const;
}
