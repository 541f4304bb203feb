import { Cron } from 'croner';
import type { TriggerOf } from './definition/triggers.ts';
import { durationMs } from './duration.ts';

export type ScheduleTrigger = TriggerOf<'schedule'>;

/** The moments of a schedule: a function of its definition alone, so that every engine finds the same ones, and a screen as well (LI5). */
export interface Moments {
  /** The first after a time; null when there is none. */
  after(at: number): number | null;
}

const none: Moments = { after: () => null };

/** Moments of `every` are counted from the epoch: they are the same whenever the engine began. Throws for a schedule that does not compile. */
export function momentsOf({ cron, every, timeZone = 'UTC' }: ScheduleTrigger): Moments {
  if (every !== undefined) return everySoOften(durationMs(every));
  return cron === undefined ? none : byCron(new Cron(cron, { timezone: timeZone, paused: true }));
}

function everySoOften(ms: number): Moments {
  return ms > 0 ? { after: (at) => (Math.floor(at / ms) + 1) * ms } : none;
}

function byCron(cron: Cron): Moments {
  return { after: (at) => cron.nextRun(new Date(at))?.getTime() ?? null };
}

/** The next so many. */
export function nextMoments(moments: Moments, after: number, count: number): readonly number[] {
  const found: number[] = [];
  for (let at = moments.after(after); at !== null && found.length < count; at = moments.after(at)) found.push(at);
  return found;
}
