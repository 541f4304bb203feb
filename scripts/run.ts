import { spawn } from 'node:child_process';
import { root } from './root.ts';

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Shown to nobody, kept for the caller. */
  readonly quiet?: boolean;
  /** Ended when this much time has passed. */
  readonly deadlineS?: number;
}

export interface Ran {
  readonly code: number;
  readonly output: string;
}

/** Runs a command in the root to its end. Nothing is ever asked of the user, so there is no stdin. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', options.quiet ? 'pipe' : 'inherit', options.quiet ? 'pipe' : 'inherit'],
      timeout: options.deadlineS === undefined ? 0 : options.deadlineS * 1_000,
      shell: process.platform === 'win32' && command === 'npm', // npm is a .cmd file there
    });
    let output = '';
    const keep = (chunk: Buffer) => (output += chunk.toString());
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.once('error', (error) => resolve({ code: 127, output: error.message }));
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
