import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import nodeFlags from '../../bin/node-flags.js';
import type { Task } from '../task.ts';
import type { Figures } from './figures.ts';

const CHILD = fileURLToPath(new URL('../child.ts', import.meta.url));
const inBin = (name: string): string => fileURLToPath(new URL(`../../bin/${name}`, import.meta.url));
/** As the bin starts the engine: its flags, what it has compiled once, what it never needs. */
const AS_THE_BIN = [...nodeFlags.flags, '-r', inBin('keep-compiled.js'), '-r', inBin('few-modules.js')];
const EXEC_ARGV = [...AS_THE_BIN, '--expose-gc', '--no-deprecation'];

/**
 * Measures in a fresh process, so that no heap and no compiled code of one measurement is found by the next, and ends it with SIGKILL:
 * for most it is over, for some that is the point. What it says goes to our stderr.
 */
export async function runTask(task: Task): Promise<Figures> {
  const child = fork(CHILD, [], { stdio: ['ignore', 2, 2, 'ipc'], execArgv: EXEC_ARGV });
  const ended = once(child, 'exit');
  const answered = new Promise<Figures>((resolve, reject) => {
    child.once('message', (message) => resolve(message as Figures));
    child.once('error', reject);
    void ended.then(() => reject(new Error(`measuring ${nameOf(task)} failed; its own message is above`)));
  });
  child.send(task);
  try {
    return await answered;
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
}

export function nameOf(task: Task): string {
  return task.kind === 'load' ? `${task.on} ${task.shape} at ${task.inFlight}` : task.kind;
}
