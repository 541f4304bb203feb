import type { AttemptResult } from '../core/command.ts';
import type { Json } from '../core/json.ts';
import type { Progress, Work } from '../runtime/ports.ts';
import { type Activity, type ActivityContext, type ActivityLogger, failed } from './activity.ts';
import type { ActivityPlace, PlaceNow } from './place.ts';
import { activityInfo } from './infos.ts';
import type { WorkSource } from './sources.ts';

/** Activities of this process: looks one up and hands on what an attempt may know. */
export function localActivities(
  activities: ReadonlyMap<string, Activity>,
  logger: ActivityLogger,
  placeNow: () => PlaceNow,
): WorkSource {
  return {
    infos: () => Array.from(activities.values(), (activity) => activityInfo(activity, 'builtin')),
    takes: (work) => activities.has(work.activity),
    async perform(work, signal, progress): Promise<AttemptResult> {
      const activity = activities.get(work.activity);
      if (activity === undefined) throw new Error(`${work.activity} was never taken`);
      const now = placeNow();
      if (!now.ok) return failed({ type: 'activity.settings', message: now.message, effect: 'none' });
      return activity.perform(work.with, contextOf(work, progress, logger, now.place), signal);
    },
    async warmUp(names) {
      await Promise.all(names.flatMap((name) => activities.get(name)?.warmUp?.() ?? []));
    },
    async close() {
      await Promise.all(Array.from(activities.values()).flatMap(({ close }) => close?.() ?? []));
    },
  };
}

function contextOf(
  { key, attempt, run, stepId, heartbeat: lastHeartbeat }: Work,
  progress: Progress | undefined,
  logger: ActivityLogger,
  place: ActivityPlace,
): ActivityContext {
  return {
    key,
    attempt,
    traceparent: run.traceparent,
    runId: run.runId,
    workflow: run.workflow,
    stepId,
    logger: ofAttempt(progress === undefined ? logger : scrubbing(logger, progress), run, stepId),
    heartbeat: (details?: Json) => progress?.heartbeat(details),
    lastHeartbeat,
    secret: async (name) => (await progress?.secret(name)) ?? null,
    place,
  };
}

/** DA7. */
export const scrubbing =
  (logger: ActivityLogger, progress: Progress): ActivityLogger =>
  (level, message, data, origin) =>
    logger(level, progress.scrub(message), data === undefined ? undefined : progress.scrub(data), origin);

/** Each line says whose it is. */
export function ofAttempt(logger: ActivityLogger, { runId, traceparent }: Work['run'], stepId: string): ActivityLogger {
  const origin = { runId, stepId, traceparent };
  return (level, message, data) => logger(level, message, data, origin);
}
