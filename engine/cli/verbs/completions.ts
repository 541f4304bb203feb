import type { Command } from 'commander';
import { type Shell, scripts } from '../completions/scripts.ts';
import { verbsOf } from '../completions/tree.ts';
import { type ExitCode, SUCCESS } from '../codes.ts';
import { print } from '../terminal.ts';

export async function completions(shell: Shell, root: Command): Promise<ExitCode> {
  print(scripts[shell](verbsOf(root)));
  return SUCCESS;
}
