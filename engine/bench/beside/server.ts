import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** A program that serves while it is measured. It ends with us, however we end short of SIGKILL. */
export interface Server {
  /** Looks until it is there; rejects when the program ends first, with the last it said. */
  ready(isThere: () => Promise<boolean>): Promise<void>;
  stop(): Promise<void>;
}

const LOOK_MS = 50;
const PATIENCE_MS = 60_000;
const KEPT_OUTPUT = 4_000;

export function startServer(
  program: string,
  args: readonly string[],
  options: Pick<SpawnOptions, 'env' | 'cwd' | 'uid' | 'gid'>,
  /** The signal at which it ends at once and takes its own processes with it. */
  end: NodeJS.Signals,
): Server {
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output = (output + text).slice(-KEPT_OUTPUT)));
  }
  const kill = (): void => void child.kill(end);
  process.once('exit', kill);
  return {
    async ready(isThere) {
      const until = Date.now() + PATIENCE_MS;
      while (!(await isThere().catch(() => false))) {
        if (hasEnded(child)) throw new Error(`${program} ended: ${output}`);
        if (Date.now() > until) throw new Error(`${program} is not ready after ${PATIENCE_MS / 1_000} s: ${output}`);
        await delay(LOOK_MS);
      }
    },
    async stop() {
      process.off('exit', kill);
      if (hasEnded(child)) return;
      kill();
      await once(child, 'exit');
    },
  };
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;

/** Free a moment ago, for programs that cannot say which one they took. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
