import type { ScheduleInfo } from '../../contract/index.ts';
import { asked } from '../access/client.ts';
import { type Where, withAccess } from '../access/open.ts';
import { type ExitCode, SUCCESS } from '../codes.ts';
import { fail, print, printJson, say } from '../terminal.ts';
import { table } from '../text/table.ts';

export interface SchedulesOptions extends Where {
  readonly json?: true;
}

/** Each with its next times, and what its last moments started. */
export const schedules = (options: SchedulesOptions): Promise<ExitCode> =>
  withAccess(options, '', async ({ client }) => {
    const answer = await asked(client.schedules.list());
    if (!answer.ok) return fail(answer);
    const { items } = answer.value;
    if (options.json) printJson(answer.value);
    else if (items.length === 0)
      say('There are no schedules: a deployed workflow with a trigger of type schedule has them.');
    else print(shown(items));
    return SUCCESS;
  });

function shown(items: readonly ScheduleInfo[]): string {
  const all = table(['SCHEDULE', 'WHEN', 'NEXT', 'LAST', 'STATE'], items.map(cells));
  return [all, ...items.flatMap(timesOf)].join('\n');
}

const cells = (each: ScheduleInfo): readonly string[] => [
  fullName(each),
  `${each.cron === null ? `every ${each.every}` : `${each.cron} ${each.timeZone}`}${each.jitter === null ? '' : ` +${each.jitter}`}`,
  each.next ?? '',
  each.last ?? '',
  each.problem ?? (each.paused ? 'paused' : 'active'),
];

function timesOf(each: ScheduleInfo): readonly string[] {
  const next = each.upcoming.map((at) => `  next  ${at}`);
  const last = each.recent.map(({ at, runId, problem }) => `  last  ${at}  ${runId ?? problem ?? ''}`);
  return next.length + last.length === 0 ? [] : ['', fullName(each), ...next, ...last];
}

const fullName = ({ workflow, name }: ScheduleInfo): string => `${workflow}/${name}`;
