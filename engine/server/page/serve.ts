import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { stderrLogger } from '../../activities/logger.ts';
import type { HostContext } from '../context.ts';
import type { EngineHost } from '../host.ts';
import { givenOut } from '../triggers/index.ts';
import type { HookOptions } from '../triggers/webhook/receive.ts';
import { pageApp } from './app.ts';
import { newToken } from './guard.ts';
import { attachRpc, isLoopback } from './socket.ts';

const LOOPBACK = '127.0.0.1';

export interface PageServerOptions {
  readonly host: EngineHost;
  /** 0: one that is free. */
  readonly port: number;
  /** Default: what `npm run build` makes. */
  readonly dist?: string | undefined;
  /** An address of this machine to listen on beside the loopback: for workers and webhooks. Default: none. */
  readonly listen?: string | undefined;
  /** What workers prove themselves with. Default: `token`. */
  readonly workerToken?: string | undefined;
  /** Of webhooks. */
  readonly hooks?: Pick<HookOptions, 'maxBytes' | 'unsigned'> | undefined;
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
export async function servePage({
  host,
  port,
  listen = LOOPBACK,
  dist = builtPage(),
  hooks,
  ...given
}: PageServerOptions): Promise<PageServer> {
  const token = newToken();
  const { version, workers } = host.context;
  const isOpen = !isLoopback(listen);
  const portNow = () => (server.address() as AddressInfo).port;
  const app = pageApp({
    dist,
    token,
    version,
    port: portNow,
    isOpen,
    hooks: { ...hooks, ...hookPorts(host.context) },
    traces: host.context.traces,
    metrics: () => host.context.telemetry.scrape(),
    workers: { workers, token: given.workerToken ?? token },
  });
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const server = createServer((request, response) => void listener(request, response));
  const detach = attachRpc(server, host, token, portNow, isOpen);
  const beside =
    isOpen && !isAny(listen) ? createServer((request, response) => void listener(request, response)) : null;

  try {
    await listening(server, port, isAny(listen) ? listen : LOOPBACK);
    if (beside !== null) await listening(beside, portNow(), listen);
  } catch (error) {
    detach();
    server.close();
    throw error;
  }
  return {
    url: `http://${LOOPBACK}:${portNow()}/`,
    token,
    isBuilt: existsSync(path.join(dist, 'index.html')),
    async close() {
      if (beside !== null) await closeServer(beside, () => {});
      await closeServer(server, detach);
    },
  };
}

/** It is the loopback, and every other. */
const isAny = (address: string): boolean => address === '0.0.0.0' || address === '::';

async function listening(server: Server, port: number, address: string): Promise<void> {
  server.listen(port, address);
  await once(server, 'listening'); // rejects on 'error'
}

function hookPorts({ engine, secrets }: HostContext): Pick<HookOptions, 'engine' | 'secret' | 'warn'> {
  const log = stderrLogger();
  return {
    engine,
    warn: (message) => log('warn', message),
    secret: givenOut(secrets),
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
