/**
 * The desktop without Electron: its real page handler, its real preload and its real engine process, joined by a main that only carries
 * messages. What is missing is the window itself, its sandbox and its menu.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from '@playwright/test';
import { channels, origin } from '../../electron/address.ts';
import { pageHandler } from '../../electron/protocol.ts';
import { names, pack, type Packed, pageScript, unpack } from './page-side.ts';
import type { Wire } from '../../electron/testing/parent-port.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const dist = path.join(root, 'electron', 'dist');

/** Stands for `app://sagaloom/`, which only Electron can serve; trusted by the browser as localhost is. */
export const doubleUrl = 'http://sagaloom.localhost/';

export interface Places {
  readonly workspace: string;
  readonly database: string;
}

export interface Double {
  readonly engine: ChildProcess;
}

export async function openDouble(context: BrowserContext, { workspace, database }: Places): Promise<Double> {
  const args = ['--workflows', workspace, '--db', database];
  const engine = fork(path.join(dist, 'engine-process.js'), args, {
    execArgv: ['--import', new URL('../../electron/testing/parent-port.ts', import.meta.url).href],
    serialization: 'advanced',
  });
  const pages = new Map<number, Page>();
  const send = (message: Wire) => {
    if (engine.connected) engine.send(message);
  };

  await context.exposeBinding(names.connect, ({ page }) => {
    const port = pages.size + 1;
    pages.set(port, page);
    send({ kind: 'open', port });
    return port;
  });
  await context.exposeBinding(names.send, (_source, port: number, packed: Packed | null) => {
    send(packed === null ? { kind: 'close', port } : { kind: 'data', port, data: unpack(packed) });
  });
  await context.addInitScript(pageScript(readFileSync(path.join(dist, 'preload.cjs'), 'utf8'), channels.port));
  await servePage(context);
  carryToPages(engine, pages);
  return { engine };
}

/** Messages of one port keep their order: each waits for the one before. */
function carryToPages(engine: ChildProcess, pages: ReadonlyMap<number, Page>): void {
  let last: Promise<unknown> = Promise.resolve();
  const deliver = (port: number, packed: Packed | null) => {
    const call = `window.${names.receive}(${port}, ${JSON.stringify(packed)})`;
    // A page that is gone, or is being loaded anew, has no use for it.
    last = last.then(() =>
      pages
        .get(port)
        ?.evaluate(call)
        .catch(() => undefined),
    );
  };
  engine.on('message', (message: Wire) => {
    if (message.kind === 'data') deliver(message.port, pack(message.data));
    if (message.kind === 'close') deliver(message.port, null);
  });
  engine.once('exit', () => [...pages.keys()].forEach((port) => deliver(port, null)));
}

async function servePage(context: BrowserContext): Promise<void> {
  const answer = pageHandler(path.join(root, 'renderer', 'dist'));
  await context.route(`${doubleUrl}**`, async (route) => {
    const address = route.request().url().replace(doubleUrl, `${origin}/`);
    const response = await answer(new Request(address, { method: route.request().method() }));
    await route.fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    });
  });
}
