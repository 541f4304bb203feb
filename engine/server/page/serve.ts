import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { getRequestListener } from '@hono/node-server';
import type { EngineHost } from '../host.ts';
import { pageApp } from './app.ts';
import { newToken } from './guard.ts';
import { attachRpc } from './socket.ts';

const LOOPBACK = '127.0.0.1';

export interface PageServerOptions {
  readonly host: EngineHost;
  /** 0: one that is free. */
  readonly port: number;
  /** Default: what `npm run build` makes. */
  readonly dist?: string | undefined;
}

export interface PageServer {
  readonly url: string;
  /** What opens its socket (PG3). */
  readonly token: string;
  /** Whether there is a page to show. */
  readonly isBuilt: boolean;
  readonly close: () => Promise<void>;
}

/** Rejects with the error of `listen` (EADDRINUSE). Does not close the host. */
export async function servePage({ host, port, dist = builtPage() }: PageServerOptions): Promise<PageServer> {
  const token = newToken();
  const { version } = host.context;
  const portNow = () => (server.address() as AddressInfo).port;
  const app = pageApp({ dist, token, version, port: portNow });
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const server = createServer((request, response) => void listener(request, response));
  const detach = attachRpc(server, host, token, portNow);

  try {
    server.listen(port, LOOPBACK);
    await once(server, 'listening'); // rejects on 'error'
  } catch (error) {
    detach();
    throw error;
  }
  return {
    url: `http://${LOOPBACK}:${portNow()}/`,
    token,
    isBuilt: existsSync(path.join(dist, 'index.html')),
    close: () => closeServer(server, detach),
  };
}

async function closeServer(server: Server, detach: () => void): Promise<void> {
  detach();
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}

const builtPage = (): string => path.join(import.meta.dirname, '..', '..', '..', 'renderer', 'dist');
