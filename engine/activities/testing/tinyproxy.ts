import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** `tinyproxy 1.11.1`; null where it is not installed. */
export const tinyproxyVersion: string | null = (() => {
  const { status, stdout } = spawnSync('tinyproxy', ['-v'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
})();

export interface TestProxy {
  readonly url: string;
  /** What it was asked for, a line each. */
  readonly log: () => Promise<string>;
  readonly close: () => Promise<void>;
}

/** A real forward proxy on a free port of the loopback. */
export async function tinyproxy(more: readonly string[] = []): Promise<TestProxy> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sagaloom-proxy-'));
  const log = path.join(folder, 'log');
  const port = await freePort();
  const lines = [
    `Port ${port}`,
    'Listen 127.0.0.1',
    `LogFile "${log}"`,
    'LogLevel Connect',
    'Allow 127.0.0.1',
    ...more,
  ];
  await writeFile(path.join(folder, 'conf'), `${lines.join('\n')}\n`);
  const child = spawn('tinyproxy', ['-d', '-c', path.join(folder, 'conf')], { stdio: 'ignore' });
  const gone = once(child, 'exit');
  await listening(port, () => child.exitCode !== null);
  return {
    url: `http://127.0.0.1:${port}`,
    log: () => readFile(log, 'utf8'),
    async close() {
      child.kill('SIGKILL');
      await gone;
      await rm(folder, { recursive: true });
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

async function listening(port: number, isGone: () => boolean): Promise<void> {
  for (;;) {
    if (isGone()) throw new Error('tinyproxy ended at once');
    const socket = connect({ port, host: '127.0.0.1' });
    const stands = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (stands) return;
    await new Promise((done) => setTimeout(done, 20)); // until it listens, or is gone
  }
}
