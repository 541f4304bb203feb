/** A trace of so many spans in a real engine, brought in as a file is, and opened by its address. */
import { execFileSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { serve } from '../../served.ts';

const root = path.join(import.meta.dirname, '..', '..', '..');
const traceId = 'c'.repeat(32);
const patienceMs = 120_000;

/** From following the address to the first picture, in ms. */
export interface Opened {
  /** Of an engine and a page that were started just before. */
  readonly coldMs: number;
  /** Once more in a page of its own, of the same engine. */
  readonly warmMs: number;
}

/** `work` is given the page that was opened cold. */
export async function openFromEngine<T>(
  browser: Browser,
  spans: number,
  work: (page: Page, opened: Opened) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'sagaloom-bench-'));
  const database = path.join(folder, 'runs.db');
  try {
    const file = path.join(folder, 'trace.json');
    await writeTrace(file, spans);
    const bin = path.join(root, 'engine', 'bin', 'sagaloom');
    execFileSync(process.execPath, [bin, 'traces', 'import', file, '--db', database], { cwd: root, stdio: 'ignore' });
    const served = await serve({ workspace: folder, database });
    try {
      return await opened(browser, served.url, work);
    } finally {
      await served.kill('SIGTERM');
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function opened<T>(browser: Browser, url: string, work: (page: Page, opened: Opened) => Promise<T>): Promise<T> {
  return following(browser, url, async (page, coldMs) => {
    const warmMs = await following(browser, url, async (_, ms) => Promise.resolve(ms));
    await page.bringToFront();
    return work(page, { coldMs, warmMs });
  });
}

async function following<T>(
  browser: Browser,
  url: string,
  work: (page: Page, openMs: number) => Promise<T>,
): Promise<T> {
  const page = await browser.newPage({ viewport: { width: 1_440, height: 900 } });
  try {
    await page.goto(url);
    await page.getByRole('navigation', { name: 'Panels' }).waitFor();
    return await work(page, await page.evaluate(followAndWait, { hash: `#trace=${traceId}`, limitMs: patienceMs }));
  } finally {
    await page.close();
  }
}

/** Runs in the page. */
function followAndWait({ hash, limitMs }: { hash: string; limitMs: number }): Promise<number> {
  const begun = performance.now();
  location.hash = hash;
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const canvas = document.querySelector<HTMLCanvasElement>('[role=application][aria-label=Timeline] canvas');
      const passed = performance.now() - begun;
      if (canvas && canvas.style.width !== '') resolve(passed);
      else if (passed > limitMs) reject(new Error('the trace was not drawn in time'));
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}

/** OTLP/JSON, a request a line: services that call each other, five deep. Written piece by piece: a million spans are no text to hold. */
async function writeTrace(file: string, count: number): Promise<void> {
  const out = createWriteStream(file);
  const perLine = 5_000;
  for (let from = 0; from < count; from += perLine) {
    const spans = Array.from({ length: Math.min(perLine, count - from) }, (_, n) => spanOf(from + n, count));
    const resource = {
      attributes: [{ key: 'service.name', value: { stringValue: `service-${(from / perLine) % 12}` } }],
    };
    const line = { resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'bench' }, spans }] }] };
    // oxlint-disable-next-line no-await-in-loop -- the file takes no more at once
    if (!out.write(`${JSON.stringify(line)}\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}

const base = 1_700_000_000_000_000_000n;
const idOf = (n: number): string => (n + 1).toString(16).padStart(16, '0');

function spanOf(n: number, count: number): object {
  const start = base + BigInt(n) * 1_000_000n;
  const lasts = n === 0 ? BigInt(count) * 1_000_000n : BigInt((n * 7_919) % 40_000) * 1_000n;
  return {
    traceId,
    spanId: idOf(n),
    ...(n === 0 ? {} : { parentSpanId: idOf(n % 5 === 1 ? 0 : n - 1) }),
    name: `GET /thing/${n % 40}`,
    kind: 3,
    startTimeUnixNano: String(start),
    endTimeUnixNano: String(start + lasts),
    attributes: [{ key: 'http.request.method', value: { stringValue: 'GET' } }],
    status: n % 97 === 0 ? { code: 2, message: 'no' } : {},
  };
}
