import type { ScheduleInfo } from '../../contract/index.ts';
import type { ScheduleView } from '../../runtime/index.ts';
import { api, type HostContext } from '../context.ts';
import type { Errors } from '../refusals.ts';
import { summaryAfter } from '../summary.ts';

/** Times that are shown of each. */
const UPCOMING = 10;

/** LI5. What starts runs by the clock. */
export const list = api.schedules.list.handler(async ({ context }) => {
  const items = (await context.engine.schedules(UPCOMING)).map(infoOf);
  return { items: items.toSorted(byNext), next: null };
});

export const trigger = api.schedules.trigger.handler(async ({ context, input: { workflow, name }, errors }) => {
  const outcome = await context.engine.trigger(workflow, name, context.by);
  if (outcome.kind === 'accepted') return summaryAfter(context.engine, outcome.entry);
  if (outcome.code === 'notFound') throw errors.NOT_FOUND(absent(workflow, name));
  throw errors.REFUSED({ message: outcome.reason, data: { code: outcome.code } });
});

export const pause = api.schedules.pause.handler(({ context, input, errors }) => set(context, input, true, errors));

export const resume = api.schedules.resume.handler(({ context, input, errors }) => set(context, input, false, errors));

interface Named {
  readonly workflow: string;
  readonly name: string;
}

async function set(
  { engine }: HostContext,
  { workflow, name }: Named,
  paused: boolean,
  errors: Pick<Errors, 'NOT_FOUND'>,
): Promise<ScheduleInfo> {
  await engine.setSchedulePaused(workflow, name, paused);
  const found = (await engine.schedules(UPCOMING)).find((each) => each.workflow === workflow && each.trigger === name);
  if (found === undefined) throw errors.NOT_FOUND(absent(workflow, name));
  return infoOf(found);
}

const absent = (workflow: string, name: string) => ({ message: `There is no schedule ${workflow}/${name}.` });

function infoOf({
  workflow,
  trigger,
  spec,
  paused,
  next,
  upcoming,
  last,
  lastRun,
  problem,
  recent,
}: ScheduleView): ScheduleInfo {
  const { cron = null, every = null, timeZone = 'UTC', overlap = 'skip', jitter = null } = spec;
  return {
    workflow,
    name: trigger,
    cron,
    every,
    timeZone,
    overlap,
    jitter,
    next: iso(next),
    upcoming: upcoming.map((at) => new Date(at).toISOString()),
    last: iso(last),
    lastRun,
    problem,
    recent: recent.map((moment) => ({ ...moment, at: new Date(moment.at).toISOString() })),
    paused: paused || spec.paused === true,
  };
}

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** What is due first; what never is comes last. */
function byNext(a: ScheduleInfo, b: ScheduleInfo): number {
  return (a.next ?? '~') < (b.next ?? '~') ? -1 : 1;
}
