import type { TriggerInfo } from '../../contract/index.ts';
import { asked } from '../access/client.ts';
import { withAccess } from '../access/open.ts';
import { type ExitCode, type Failed, ok, type Result, wrongInput } from '../codes.ts';
import { readJsonArgument } from '../inputs.ts';
import { fail } from '../terminal.ts';
import { type AskOptions, showRun, wire } from './answer.ts';

export interface TriggerOptions extends AskOptions {
  readonly payload?: string;
}

/** Fires a trigger of any type, as if what it waits for had come. */
export async function trigger(name: string, options: TriggerOptions): Promise<ExitCode> {
  const payload = options.payload === undefined ? ok(undefined) : await readJsonArgument('--payload', options.payload);
  if (!payload.ok) return fail(payload);
  return withAccess(options, '', async (access) => {
    const { client } = access;
    const listed = await asked(client.triggers.list());
    if (!listed.ok) return fail(listed);
    const found = triggerNamed(name, listed.value.items);
    if (!found.ok) return fail(found);
    const { workflow, name: own, type } = found.value;
    if (type === 'schedule' && payload.value !== undefined)
      return fail(
        wrongInput(`${fullName(found.value)} is a schedule, which is given no payload: leave --payload out.`),
      );
    const came = payload.value === undefined ? {} : { payload: wire(payload.value) };
    const answer = await asked(client.triggers.fire({ workflow, name: own, ...came }));
    return answer.ok ? showRun(answer.value, access, options) : fail(answer);
  });
}

const fullName = ({ workflow, name }: TriggerInfo): string => `${workflow}/${name}`;

/** `WORKFLOW/TRIGGER`, or either of the two where only one trigger has it. */
function triggerNamed(name: string, all: readonly TriggerInfo[]): Result<TriggerInfo> {
  const exact = all.find((each) => fullName(each) === name);
  if (exact !== undefined) return ok(exact);
  const [first, ...others] = all.filter((each) => each.name === name || each.workflow === name);
  if (first === undefined) return unknown(name, all);
  if (others.length === 0) return ok(first);
  return wrongInput(`Several triggers are called ${name}: name one of ${[first, ...others].map(fullName).join(', ')}.`);
}

function unknown(name: string, all: readonly TriggerInfo[]): Failed {
  const names = all.map(fullName).join(', ');
  return wrongInput(`There is no trigger ${name}; ${names === '' ? 'there are none here' : `there are ${names}`}.`);
}
