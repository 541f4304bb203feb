import { isFolder } from '../../node/makeFolder.ts';
import { distrust, trust, trustedFolders } from '../../server/trust.ts';
import { type ExitCode, SUCCESS, wrongInput } from '../codes.ts';
import { fail, print, printJson, say } from '../terminal.ts';
import { table } from '../text/table.ts';

export interface TrustOptions {
  readonly remove?: true;
}

export async function trustFolder(folder: string, { remove }: TrustOptions): Promise<ExitCode> {
  if (remove) {
    say(`${await distrust(folder, process.env)} is not trusted.`);
    return SUCCESS;
  }
  if (!isFolder(folder)) return fail(wrongInput(`There is no folder ${folder}.`));
  say(`${await trust(folder, 'cli', process.env)} is trusted: its workflows may run programs on this machine.`);
  return SUCCESS;
}

export async function listTrusted({ json }: { readonly json?: true }): Promise<ExitCode> {
  const items = trustedFolders(process.env);
  if (json) printJson({ items, next: null });
  else if (items.length === 0) say('No workspace is trusted: `sagaloom trust DIR` trusts one.');
  else
    print(
      table(
        ['WORKSPACE', 'SINCE', 'BY'],
        items.map(({ folder, at, by }) => [folder, at, by]),
      ),
    );
  return SUCCESS;
}
