import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { BUG, type ExitCode, SUCCESS, WRONG_INPUT } from '../codes.ts';

export interface BenchOptions {
  readonly rounds: string;
  readonly seconds: string;
  readonly large?: true;
  readonly peers: boolean;
  readonly record?: true;
  readonly profile?: true;
  readonly json?: true;
}

/** In a process of its own: nothing of the command line is in what is measured, and nothing of the benchmark is loaded with it. */
export async function bench(name: string | undefined, options: BenchOptions): Promise<ExitCode> {
  const { rounds, seconds, large, peers, record, profile, json } = options;
  const args = [
    ...(name === undefined ? [] : [name]),
    '--rounds',
    rounds,
    '--seconds',
    seconds,
    ...(large ? ['--large'] : []),
    ...(peers ? [] : ['--no-peers']),
    ...(record ? ['--record'] : []),
    ...(json ? ['--json'] : []),
  ];
  return profile ? start('profile.ts', ['--seconds', seconds]) : start('main.ts', args);
}

/** The channel tells it when we are gone, however we end. */
async function start(script: string, args: readonly string[]): Promise<ExitCode> {
  const path = fileURLToPath(new URL(`../../bench/${script}`, import.meta.url));
  const child = spawn(process.execPath, [path, ...args], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  if (code === 0) return SUCCESS;
  return code === 1 ? WRONG_INPUT : BUG;
}
