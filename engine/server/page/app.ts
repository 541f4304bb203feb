import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { IMPORTS_PATH } from '../../contract/traces.ts';
import type { TraceStore } from '../../traces/index.ts';
import { HOOKS_PATH, type HookOptions, receiveHook } from '../triggers/webhook/receive.ts';
import { readAsset } from './assets.ts';
import { newNonce, pagePolicy, pageWith, safeHeaders } from './document.ts';
import { isOurHost, isOurOrigin } from './guard.ts';
import { isLoopback } from './socket.ts';
import { uploadRoutes } from './uploads.ts';
import { PREFIX as WORKERS_PATH } from '../../workers/client/protocol.ts';
import { workerRoutes, type WorkerRoutesOptions } from '../../workers/remote/index.ts';

export interface PageAppOptions {
  /** What Vite built: index.html and assets. */
  readonly dist: string;
  readonly token: string;
  readonly version: string;
  /** Known once the server listens. */
  readonly port: () => number;
  /** Null: no webhooks are taken here. */
  readonly hooks: HookOptions | null;
  readonly workers: Pick<WorkerRoutesOptions, 'workers' | 'token'>;
  readonly traces: TraceStore;
  /** Prometheus' text; null: nobody is to have it. */
  readonly metrics: () => Promise<string | null>;
  /** Other machines can reach it: they get nothing of the page. */
  readonly isOpen: boolean;
}

/** Its text format. */
const PROMETHEUS = 'text/plain; version=0.0.4; charset=utf-8';

type App = Hono<{ Bindings: HttpBindings }>;

/** Stands in for the page where none was built. It may speak to the engine as well. */
const NOT_BUILT = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Sagaloom</title>
  </head>
  <body>
    <p>The page is not built: run <code>npm run build</code> in the checkout, then load this again.</p>
  </body>
</html>
`;

/** The files of the page over HTTP. All that can be done goes over the socket; only the bytes of an import come beside it. */
export function pageApp({ dist, token, version, port, hooks, workers, traces, metrics, isOpen }: PageAppOptions): App {
  const app: App = new Hono();
  if (hooks !== null) addHooks(app, hooks, port); // before PG1: what is signed may come by any name

  app.use(async (c, next) => {
    const isElsewhere = isOpen && !isLoopback(c.env.incoming.socket.remoteAddress);
    if (isElsewhere && c.req.path.startsWith(WORKERS_PATH)) return next(); // with a token of its own
    if (isElsewhere) return c.text('Only workers and webhooks are served to other machines.', 403, safeHeaders);
    if (!isOurHost(c.req.header('host'), port())) return c.text('This address is not served here.', 403, safeHeaders); // PG1
    await next();
    for (const [name, value] of Object.entries(safeHeaders)) c.header(name, value);
    return undefined;
  });

  app.route(WORKERS_PATH, workerRoutes({ ...workers, version }));
  app.route(IMPORTS_PATH, uploadRoutes({ traces, token, port }));

  app.get('/healthz', (c) => c.json({ ok: true, version }, 200, { 'cache-control': 'no-store' }));

  app.get('/metrics', async (c) => {
    const text = await metrics();
    if (text === null) return c.text('Metrics are turned off.', 404);
    return c.body(text, 200, { 'content-type': PROMETHEUS, 'cache-control': 'no-store' });
  });

  app.get('/', async (c) => {
    const html = await readFile(path.join(dist, 'index.html'), 'utf8').catch(() => NOT_BUILT);
    const nonce = newNonce();
    const headers = {
      'cache-control': 'no-store', // it holds the token
      'content-security-policy': pagePolicy(nonce, c.req.header('host') ?? ''),
    };
    return c.html(pageWith(html, nonce, token), 200, headers);
  });

  app.get('*', async (c) => {
    const pathname = new URL(c.req.url).pathname;
    const asset = pathname === '/index.html' ? null : await readAsset(dist, pathname);
    if (asset === null) return c.text('There is nothing here.', 404);
    const headers = { 'cache-control': asset.cache, etag: asset.etag };
    if (c.req.header('if-none-match') === asset.etag) return c.body(null, 304, headers);
    return c.body(asset.bytes, 200, { ...headers, 'content-type': asset.type });
  });

  return app;
}

function addHooks(app: App, hooks: HookOptions, port: () => number): void {
  app.all(`${HOOKS_PATH}*`, (c) =>
    receiveHook(hooks, c.req.raw, {
      isLoopback: isLoopback(c.env.incoming.socket.remoteAddress),
      isOurHost: isOurHost(c.req.header('host'), port()),
      isOurOrigin: isOurOrigin(c.req.header('origin'), port()),
    }),
  );
}
