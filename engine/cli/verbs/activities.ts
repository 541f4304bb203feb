import { activityInfos } from '../../activities/index.ts';
import { type ExitCode, SUCCESS } from '../codes.ts';
import { print, printJson } from '../terminal.ts';

export async function activities(options: { readonly json?: true }): Promise<ExitCode> {
  const infos = activityInfos();
  if (options.json) printJson(infos);
  else for (const { name, summary, source } of infos) print(`${name.padEnd(12)} ${source.padEnd(10)} ${summary}`);
  return SUCCESS;
}
