import type { Command } from 'commander';
import type { Program } from './program.ts';
import type { TrustOptions } from './verbs/trust.ts';

const help = `
What is trusted may do what its files ask for on this machine: run programs with the shell activity, and code of its own. It is kept in
your own state folder, by the real path of the folder, and holds for that folder alone.`;

const load = () => import('./verbs/trust.ts');

export function addTrustVerb({ command, ends }: Program): void {
  const trust = command('trust [dir]', 'Say that a workspace may run programs on this machine.', [
    'trust my-workflows',
    'trust my-workflows --remove',
    'trust list',
  ])
    .addHelpText('after', help)
    .option('--remove', 'take it back')
    .action(
      ends(async (dir: string | undefined, options: TrustOptions) => (await load()).trustFolder(dir ?? '.', options)),
    );
  trust
    .command('list')
    .description('The workspaces that are trusted.')
    .option('--json', 'one JSON document on stdout')
    .action(ends(async (options: { readonly json?: true }, _: Command) => (await load()).listTrusted(options)));
}
