import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';

export interface Child {
  readonly pid: number;
  /** The next line it writes, parsed; null when it has ended. */
  line(): Promise<unknown>;
  /** SIGKILL, and it is gone. */
  kill(): Promise<void>;
}

/** A process of our own Node, started directly: its pid is the one that works. */
export function startChild(script: string, args: readonly string[], uid?: number): Child {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const stdio = ['ignore', 'pipe', 'inherit', 'ipc'] as const;
  const child: ChildProcess = fork(path, [...args], { stdio: [...stdio], ...(uid === undefined ? {} : { uid }) });
  const { stdout, pid } = child;
  if (!stdout || pid === undefined) throw new Error(`${script} did not start`);
  const lines = createInterface(stdout)[Symbol.asyncIterator]();
  return {
    pid,
    async line() {
      const { value, done } = await lines.next();
      return done === true ? null : (JSON.parse(value) as unknown);
    },
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}
