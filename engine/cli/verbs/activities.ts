import { type ExitCode, SUCCESS } from '../codes.ts';
import { print, printJson } from '../terminal.ts';
import { table } from '../text/table.ts';
import { workforceIn } from '../workforce.ts';

/** Of the workspace that the current folder is in. */
export async function activities(options: { readonly json?: true }): Promise<ExitCode> {
  const workforce = await workforceIn('.');
  const infos = workforce.infos();
  await workforce.close();
  if (options.json) printJson(infos);
  else
    print(
      table(
        ['ACTIVITY', 'FROM', 'WHAT IT DOES'],
        infos.map(({ name, source, summary, unverified }) => [
          name,
          source,
          unverified === null ? summary : `${summary} (unverified)`,
        ]),
      ),
    );
  return SUCCESS;
}
