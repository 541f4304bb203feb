/**
 * How fast the timeline opens, pans and zooms, in a real browser: `node e2e/bench/timeline.ts [--spans N] [--json]`.
 * Opening is from having the spans in memory to the first picture of them; frames are those between two animation frames.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from '@playwright/test';

const root = path.join(import.meta.dirname, '..', '..');
const { values } = parseArgs({ options: { spans: { type: 'string', default: '100000' }, json: { type: 'boolean' } } });
const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

const built = mkdtempSync(path.join(tmpdir(), 'sagaloom-bench-'));
try {
  build(built);
  const server = await serve(built);
  const measured = await measure(addressOf(server), Number(values.spans)).finally(() => server.close());
  console.log(values.json ? JSON.stringify(measured) : table(measured));
} finally {
  rmSync(built, { recursive: true, force: true });
}

interface Measured {
  readonly spans: number;
  readonly openMs: number;
  readonly medianFrameMs: number;
  readonly p95FrameMs: number;
}

function build(into: string): void {
  const vite = path.join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const page = path.join(root, 'renderer', 'timeline', 'bench');
  const config = path.join(root, 'renderer', 'vite.config.ts');
  const options = ['--config', config, '--outDir', into, '--emptyOutDir', '--logLevel', 'error'];
  execFileSync(process.execPath, [vite, 'build', page, ...options], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

async function serve(folder: string): Promise<Server> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const file = path.join(folder, pathname === '/' ? 'index.html' : path.normalize(pathname));
    readFile(file).then(
      (content) => {
        response.setHeader('content-type', types[path.extname(file)] ?? 'application/octet-stream');
        response.end(content);
      },
      () => {
        response.statusCode = 404;
        response.end();
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function addressOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the page has no port');
  return `http://127.0.0.1:${address.port}/`;
}

async function measure(url: string, spans: number): Promise<Measured> {
  const executablePath = process.env['CHROME_PATH'] ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-background-networking'] });
  try {
    const page = await browser.newPage({ viewport: { width: 1_140, height: 460 } });
    await page.goto(`${url}?spans=${spans}`);
    const open = await page.waitForFunction(() => (window as { timelineOpenMs?: number }).timelineOpenMs);
    const openMs = Math.round((await open.jsonValue()) ?? Number.NaN);
    const frames = (await framesDuring(page, () => use(page))).toSorted((a, b) => a - b);
    const at = (share: number): number => Math.round((frames[Math.floor(frames.length * share)] ?? 0) * 10) / 10;
    return { spans, openMs, medianFrameMs: at(0.5), p95FrameMs: at(0.95) };
  } finally {
    await browser.close();
  }
}

/** Down the rows, close in, along, and out again. */
async function use(page: Page): Promise<void> {
  await page.mouse.move(600, 200);
  for (let n = 0; n < 100; n++) await page.mouse.wheel(0, 400);
  await page.keyboard.down('Control');
  for (let n = 0; n < 40; n++) await page.mouse.wheel(0, -40);
  await page.keyboard.up('Control');
  await page.mouse.down();
  for (let n = 0; n < 100; n++) await page.mouse.move(600 - n * 3, 200 + (n % 5));
  await page.mouse.up();
  await page.keyboard.down('Control');
  for (let n = 0; n < 40; n++) await page.mouse.wheel(0, 40);
  await page.keyboard.up('Control');
}

async function framesDuring(page: Page, act: () => Promise<void>): Promise<readonly number[]> {
  await page.evaluate(() => {
    const frames: number[] = [];
    Object.assign(window, { frames });
    let last = performance.now();
    const tick = (now: number): void => {
      frames.push(now - last);
      last = now;
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  await act();
  return page.evaluate(() => (window as unknown as { frames: number[] }).frames.slice(1));
}

function table({ spans, openMs, medianFrameMs, p95FrameMs }: Measured): string {
  return `${spans} spans: open in ${openMs} ms; a frame takes ${medianFrameMs} ms, one in twenty more than ${p95FrameMs} ms`;
}
