import type { ActivityInfo } from '../../contract/types.ts';
import { type ExitCode, SUCCESS, wrongInput } from '../codes.ts';
import { fail, print, printJson } from '../terminal.ts';
import { activityPage } from '../text/activity-page.ts';
import { table } from '../text/table.ts';
import { workforceIn } from '../workforce.ts';

/** Of the workspace that the current folder is in: all, or what there is to read of one. */
export async function activities(name: string | undefined, options: { readonly json?: true }): Promise<ExitCode> {
  const workforce = await workforceIn('.');
  const infos = workforce.infos();
  await workforce.close();
  if (name !== undefined) return showOne(infos, name, options.json === true);
  if (options.json) printJson(infos);
  else print(table(['ACTIVITY', 'FROM', 'WHAT IT DOES'], infos.map(rowOf)));
  return SUCCESS;
}

const rowOf = ({ name, source, summary, unverified, problem }: ActivityInfo): readonly string[] => {
  if (problem !== null) return [name, source, `cannot be run: ${problem}`];
  return [name, source, unverified === null ? summary : `${summary} (unverified)`];
};

function showOne(infos: readonly ActivityInfo[], name: string, isJson: boolean): ExitCode {
  const info = infos.find((each) => each.name === name);
  if (info === undefined)
    return fail(
      wrongInput(`There is no activity ${name} here; there are ${infos.map((each) => each.name).join(', ')}.`),
    );
  if (isJson) printJson(info);
  else print(activityPage(info));
  return SUCCESS;
}
