/**
 * How fast the timeline opens, pans, zooms and scrolls, in a real browser, beside one that leaves all to the browser (an SVG element for
 * each bar of the same data), in one run.
 *
 *   node e2e/bench/timeline.ts [--spans 100000,1000000] [--plain 10000,100000] [--engine] [--json]
 *
 * Opening is from having the columns in the page to the first whole picture of them; `model` is the part of it in which rows are made,
 * measured in a page of its own, as cold as the other. `--engine` has the spans imported into a real engine, and measures from following
 * the trace's address to the picture: reading, joining, rows and drawing; cold, and warm: again in another page. Frames are from one to the next with one movement in each,
 * without the screen's own limit of sixty a second. The heap does not count the columns: they lie beside it.
 */
import { parseArgs } from 'node:util';
import { type Browser, chromium, type Page } from '@playwright/test';
import { withBuiltPage } from './built-page.ts';
import { openFromEngine } from './timeline/engine.ts';
import { type Frames, framesOf, movements, of } from './timeline/frames.ts';

const { values } = parseArgs({
  options: {
    spans: { type: 'string', default: '100000,1000000' },
    plain: { type: 'string', default: '10000,100000' },
    engine: { type: 'boolean' },
    json: { type: 'boolean' },
  },
});

interface Measured {
  readonly drawn: 'timeline' | 'one element each' | 'timeline, from the engine';
  readonly spans: number;
  readonly openMs: number;
  readonly modelMs?: number;
  /** From the engine only: once more, in another page. `openMs` is then cold, of an engine that was just started. */
  readonly warmMs?: number;
  /** Over all movements together. */
  readonly medianFrameMs: number;
  readonly p95FrameMs: number;
  readonly frames: Readonly<Record<string, Frames>>;
  readonly heapMb: number;
  /** It did not get as far as a picture. */
  readonly failed?: string;
}

const sizes = (text: string): readonly number[] => text.split(',').filter(Boolean).map(Number);
/** A page that has no picture by then will not have one that anybody waits for. */
const patienceMs = 120_000;
const movingMs = 20_000;

const found = await withBuiltPage('timeline/bench', async (url) => {
  const browser = await open();
  try {
    const all: Measured[] = [];
    for (const spans of sizes(values.spans)) all.push(await timeline(browser, url, spans));
    for (const spans of sizes(values.plain)) all.push(await plain(browser, url, spans));
    if (values.engine) for (const spans of sizes(values.spans)) all.push(await fromEngine(browser, spans));
    return all;
  } finally {
    await browser.close();
  }
});
console.log(values.json ? JSON.stringify(documentOf(found), null, 2) : table(found));

/** The document of `--json`; other tools depend on its shape: the timeline with most spans, and all that was measured. */
function documentOf(all: readonly Measured[]): object {
  const [most] = all.filter(({ drawn }) => drawn === 'timeline').toSorted((a, b) => b.spans - a.spans);
  const { spans, openMs, medianFrameMs, p95FrameMs } = most ?? {};
  return { spans, openMs, medianFrameMs, p95FrameMs, measured: all };
}

function open(): Promise<Browser> {
  const executablePath = process.env['CHROME_PATH'] ?? '/usr/bin/chromium';
  const args = ['--no-sandbox', '--disable-background-networking', '--disable-frame-rate-limit', '--disable-gpu-vsync'];
  return chromium.launch({ executablePath, args });
}

async function timeline(browser: Browser, url: string, spans: number): Promise<Measured> {
  const model = await withPage(browser, `${url}?spans=${spans}&as=model`, async (page) => (await opened(page)).modelMs);
  return withPage(browser, `${url}?spans=${spans}`, async (page) => {
    const { openMs } = await opened(page);
    return { drawn: 'timeline', spans, openMs, modelMs: model, ...(await moved(page, '[role=application]')) };
  });
}

async function plain(browser: Browser, url: string, spans: number): Promise<Measured> {
  const nothing = { medianFrameMs: Number.NaN, p95FrameMs: Number.NaN, frames: {}, heapMb: Number.NaN };
  try {
    return await withPage(browser, `${url}?spans=${spans}&as=plain`, async (page) => {
      const { openMs } = await opened(page);
      return { drawn: 'one element each', spans, openMs, ...(await moved(page, '#root')) };
    });
  } catch (error) {
    const failed = error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'it failed';
    return { drawn: 'one element each', spans, openMs: Number.NaN, ...nothing, failed };
  }
}

async function fromEngine(browser: Browser, spans: number): Promise<Measured> {
  return openFromEngine(browser, spans, async (page, { coldMs, warmMs }) => ({
    drawn: 'timeline, from the engine',
    spans,
    openMs: Math.round(coldMs),
    warmMs: Math.round(warmMs),
    ...(await moved(page, '[role=application]')),
  }));
}

async function withPage<T>(browser: Browser, url: string, work: (page: Page) => Promise<T>): Promise<T> {
  const page = await browser.newPage({ viewport: { width: 1_440, height: 900 } });
  try {
    await page.goto(url, { timeout: patienceMs });
    return await work(page);
  } finally {
    await page.close();
  }
}

async function opened(page: Page): Promise<{ readonly openMs: number; readonly modelMs: number }> {
  const handle = await page.waitForFunction(
    () => (window as { bench?: { openMs: number; modelMs: number } }).bench,
    null,
    { timeout: patienceMs },
  );
  const found = await handle.jsonValue();
  return { openMs: Math.round(found?.openMs ?? Number.NaN), modelMs: Math.round(found?.modelMs ?? Number.NaN) };
}

async function moved(
  page: Page,
  selector: string,
): Promise<Pick<Measured, 'medianFrameMs' | 'p95FrameMs' | 'frames' | 'heapMb'>> {
  const frames: Record<string, Frames> = {};
  const every: number[] = [];
  for (const movement of movements) {
    const measured = await framesOf(page, selector, movement, movingMs);
    frames[movement] = of(measured);
    every.push(...measured);
  }
  const all = of(every);
  const client = await page.context().newCDPSession(page);
  await client.send('Performance.enable');
  const { metrics } = await client.send('Performance.getMetrics');
  const heap = metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN;
  return { medianFrameMs: all.medianMs, p95FrameMs: all.p95Ms, frames, heapMb: Math.round(heap / 1e5) / 10 };
}

function table(all: readonly Measured[]): string {
  const ms = (value: number): string => (Number.isNaN(value) ? '–' : String(value));
  const head = ['drawn', 'spans', 'open ms', 'warm ms', 'model ms', 'frame ms', 'p95', ...movements, 'heap MB'];
  const rows = all.map((each) => [
    each.drawn,
    each.spans.toLocaleString('en'),
    ms(each.openMs),
    ms(each.warmMs ?? Number.NaN),
    ms(each.modelMs ?? Number.NaN),
    ms(each.medianFrameMs),
    ms(each.p95FrameMs),
    ...movements.map(
      (movement) =>
        `${ms(each.frames[movement]?.medianMs ?? Number.NaN)} / ${ms(each.frames[movement]?.p95Ms ?? Number.NaN)}`,
    ),
    ms(each.heapMb),
  ]);
  const wide = head.map((_, column) => Math.max(...[head, ...rows].map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]): string => row.map((cell, column) => cell.padEnd(wide[column] ?? 0)).join('  ');
  const why = all.flatMap(({ failed, drawn, spans }) =>
    failed === undefined ? [] : [`${drawn}, ${spans}: ${failed}`],
  );
  return [line(head), ...rows.map(line), ...why].join('\n');
}
