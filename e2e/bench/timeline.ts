/**
 * How fast the timeline opens, pans and zooms, in a real browser: `node e2e/bench/timeline.ts [--spans N] [--json]`.
 * Opening is from having the spans in memory to the first picture of them; frames are those between two animation frames.
 */
import { parseArgs } from 'node:util';
import { chromium, type Page } from '@playwright/test';
import { withBuiltPage } from './built-page.ts';

const { values } = parseArgs({ options: { spans: { type: 'string', default: '100000' }, json: { type: 'boolean' } } });

const measured = await withBuiltPage('timeline/bench', (url) => measure(url, Number(values.spans)));
console.log(values.json ? JSON.stringify(measured) : table(measured));

interface Measured {
  readonly spans: number;
  readonly openMs: number;
  readonly medianFrameMs: number;
  readonly p95FrameMs: number;
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
