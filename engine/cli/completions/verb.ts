import { Argument, type Command } from 'commander';
import type { Program } from '../program.ts';
import { type Shell, shells } from './scripts.ts';

export function addCompletionsVerb({ command, ends }: Program, root: Command): void {
  command('completions', 'Print a script that teaches a shell our verbs and flags.', ['completions bash >> ~/.bashrc'])
    .addArgument(new Argument('<shell>', 'whose language it is in').choices(shells))
    .action(ends(async (shell: Shell) => (await import('../verbs/completions.ts')).completions(shell, root)));
}
