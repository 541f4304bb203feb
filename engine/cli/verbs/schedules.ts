import type { ScheduleInfo } from '../../contract/types.ts';
import { asked } from '../access/client.ts';
import { type Where, withAccess } from '../access/open.ts';
import { type ExitCode, type Failed, ok, type Result, SUCCESS, wrongInput } from '../codes.ts';
import { fail, print, printJson, say } from '../terminal.ts';
import { table } from '../text/table.ts';
import { type AskOptions, showRun } from './answer.ts';

export interface SchedulesOptions extends Where {
  readonly json?: true;
}

export const schedules = (options: SchedulesOptions): Promise<ExitCode> =>
  withAccess(options, '', async ({ client }) => {
    const answer = await asked(client.schedules.list());
    if (!answer.ok) return fail(answer);
    const { items } = answer.value;
    if (options.json) printJson(answer.value);
    else if (items.length === 0)
      say('There are no schedules: a deployed workflow with a trigger of type schedule has them.');
    else print(table(['SCHEDULE', 'WHEN', 'NEXT', 'LAST', 'STATE'], items.map(cells)));
    return SUCCESS;
  });

const cells = (each: ScheduleInfo): readonly string[] => [
  fullName(each),
  each.cron === null ? `every ${each.every}` : `${each.cron} ${each.timeZone}`,
  each.next ?? '',
  each.last ?? '',
  each.problem ?? (each.paused ? 'paused' : 'active'),
];

const fullName = ({ workflow, name }: ScheduleInfo): string => `${workflow}/${name}`;

export const trigger = (name: string, options: AskOptions): Promise<ExitCode> =>
  withAccess(options, '', async (access) => {
    const { client } = access;
    const listed = await asked(client.schedules.list());
    if (!listed.ok) return fail(listed);
    const found = scheduleNamed(name, listed.value.items);
    if (!found.ok) return fail(found);
    const { workflow, name: trigger } = found.value;
    const answer = await asked(client.schedules.trigger({ workflow, name: trigger }));
    return answer.ok ? showRun(answer.value, access, options) : fail(answer);
  });

/** `WORKFLOW/TRIGGER`, or either of the two where only one schedule has it. */
function scheduleNamed(name: string, all: readonly ScheduleInfo[]): Result<ScheduleInfo> {
  const exact = all.find((each) => fullName(each) === name);
  if (exact !== undefined) return ok(exact);
  const [first, ...others] = all.filter((each) => each.name === name || each.workflow === name);
  if (first === undefined) return unknown(name, all);
  if (others.length === 0) return ok(first);
  return wrongInput(
    `Several schedules are called ${name}: name one of ${[first, ...others].map(fullName).join(', ')}.`,
  );
}

function unknown(name: string, all: readonly ScheduleInfo[]): Failed {
  const names = all.map(fullName).join(', ');
  return wrongInput(`There is no schedule ${name}; ${names === '' ? 'there are none here' : `there are ${names}`}.`);
}
