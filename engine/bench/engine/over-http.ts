import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { workforce, type WorkSource } from '../../activities/sources.ts';
import { PREFIX } from '../../workers/client/protocol.ts';
import { remoteWorkers, workerRoutes } from '../../workers/remote/index.ts';

const TOKEN = 'a-token-of-the-bench';

/** A worker in a process of its own, over the worker protocol on the loopback. */
export async function overHttp(activity: string, slots: number): Promise<WorkSource> {
  const workers = remoteWorkers({ settings: () => ({}), local: workforce([]), logger: () => {}, awaitMs: 0 });
  const app = new Hono().route(PREFIX, workerRoutes({ workers, token: TOKEN, version: 'bench' }));
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const server = createServer((request, response) => void listener(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const script = path.join(import.meta.dirname, '..', 'http-worker.ts');
  const child = fork(script, [url, TOKEN, activity, String(slots)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  await new Promise<void>((resolve, reject) => {
    const stop = workers.subscribe(() => {
      stop();
      resolve();
    });
    child.once('exit', (code) => reject(new Error(`the worker ended with ${code}`)));
  });
  return {
    infos: () => workers.infos(),
    takes: (work) => workers.takes(work),
    perform: (work, signal, progress) => workers.perform(work, signal, progress),
    async close() {
      child.removeAllListeners('exit');
      child.kill('SIGKILL');
      await workers.close();
      server.close();
      server.closeAllConnections();
    },
  };
}
