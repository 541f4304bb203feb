/** A NATS server with JetStream of its own, where the program is installed. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

export const hasNats = spawnSync('nats-server', ['--version']).status === 0;

export interface RunningNats {
  readonly url: string;
  stop(): Promise<void>;
}

/** Keeps its streams in `folder`. */
export async function startNats(folder: string): Promise<RunningNats> {
  const port = await freePort();
  const args = ['-a', '127.0.0.1', '-p', String(port), '-js', '-sd', folder];
  const child = spawn('nats-server', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  await said(child, 'Server is ready');
  return {
    url: `nats://127.0.0.1:${port}`,
    async stop() {
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** NATS writes its log to stderr. */
function said(child: ChildProcess, words: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      if (log.includes(words)) resolve();
    });
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`nats-server ended: ${log}`)));
  });
}
