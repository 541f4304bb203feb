/**
 * How fast the canvas opens, pans, zooms and edits, in a real browser, beside React Flow as it comes with a grid of as many nodes:
 * `node e2e/bench/canvas.ts [--steps N] [--json]`. Opening is from having the text in memory to the first picture of it; a frame is
 * the time between two animation frames, with one turn of the wheel in each; an edit is from the call to the frame that shows it.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, chromium, type Page } from '@playwright/test';
import { withBuiltPage } from './built-page.ts';

const root = path.join(import.meta.dirname, '..', '..');
const { values } = parseArgs({
  options: {
    steps: { type: 'string', default: '5000' },
    times: { type: 'string', default: '5' },
    only: { type: 'string', default: '' },
    json: { type: 'boolean' },
  },
});
const stress = path.join(root, '..', 'shared', 'conformance', 'xyflow-stress');
const steps = Number(values.steps);
const bareName = `bare grid of ${steps}`;

interface Case {
  readonly name: string;
  readonly query: string;
  /** A grid of the xyflow stress example, as JSON. */
  readonly grid?: string;
}

interface Frames {
  readonly median: number;
  readonly p95: number;
}

interface Measured {
  readonly name: string;
  readonly openMs: number;
  readonly frames: Readonly<Record<string, Frames>>;
  readonly edits: Readonly<Record<string, Frames>>;
}

/** The bench page's side; see `renderer/canvas/bench/page.tsx`. */
interface BenchWindow extends Window {
  canvasBench?: {
    readonly openMs: number;
    readonly fit: () => Promise<void>;
    readonly full: () => Promise<void>;
    readonly edits: (times: number) => Promise<Readonly<Record<string, readonly number[]>>>;
    readonly showRun: () => void;
  };
}

const measured = await withBuiltPage('canvas/bench', measureAll);
if (values.json) console.log(JSON.stringify(documentOf(measured), null, 2));

/** The document of `--json`; other tools depend on its shape. Of ours each figure is that of the case that fared worst in it. */
function documentOf(all: readonly Measured[]): object {
  const ours = all.filter(({ name }) => name.startsWith('ours')).map(panned);
  const bare = all.filter(({ name }) => name === bareName).map(panned)[0];
  const edits = all.flatMap((each) => Object.values(each.edits)).map(({ median }) => median);
  const worst = Object.keys(ours[0] ?? {}).map((key) => [
    key,
    Math.max(...ours.map((each) => each[key] ?? Number.NaN)),
  ]);
  return { steps, ...Object.fromEntries(worst), bare, editMs: Math.max(...edits), cases: all };
}

function panned({ openMs, frames }: Measured): Readonly<Record<string, number | undefined>> {
  const { 'pan at 1:1': near, 'pan at fit': far } = frames;
  return { openMs, medianFrameMs: near?.median, p95FrameMs: near?.p95, fitMedianFrameMs: far?.median };
}

function cases(): readonly Case[] {
  const ours = (name: string, more: string): Case => ({ name, query: `what=ours&steps=${steps}&${more}` });
  const all = [
    ours('ours, places in the file', 'places=file'),
    ours('ours, laid out on opening', 'places=none'),
    ours('ours, one flat block', 'places=none&shape=flat'),
    { name: bareName, query: `what=bare&steps=${steps}` },
    ...stressGrids(),
  ];
  return all.filter(({ name }) => name.includes(values.only));
}

function stressGrids(): readonly Case[] {
  if (!existsSync(stress)) {
    console.error('The xyflow stress grids are not here: only the grid made by formula is measured beside ours.');
    return [];
  }
  return ['grid-10x10', 'grid-25x25'].map((grid) => ({
    name: `bare xyflow ${grid}`,
    query: 'what=bare',
    grid: readFileSync(path.join(stress, `${grid}.json`), 'utf8'),
  }));
}

async function measureAll(url: string): Promise<readonly Measured[]> {
  const executablePath = process.env['CHROME_PATH'] ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-background-networking'] });
  try {
    const found: Measured[] = [];
    if (!values.json) console.log(`${steps} steps; ms as median / one in twenty more than`);
    for (const each of cases()) {
      // One after the other: they would slow each other down.
      // oxlint-disable-next-line no-await-in-loop
      const measured = await measure(browser, url, each);
      found.push(measured);
      if (!values.json) console.log(table(measured));
    }
    return found;
  } finally {
    await browser.close();
  }
}

async function measure(browser: Browser, url: string, { name, query, grid }: Case): Promise<Measured> {
  const page = await browser.newPage({ viewport: { width: 1_440, height: 900 } });
  try {
    if (grid !== undefined) await page.addInitScript(`window.benchGrid = ${grid}`);
    await page.goto(`${url}?${query}`);
    const open = await page.waitForFunction(() => (window as BenchWindow).canvasBench?.openMs, null, {
      timeout: 180_000,
    });
    const openMs = Math.round((await open.jsonValue()) ?? Number.NaN);
    await page.evaluate(() => (window as BenchWindow).canvasBench?.full());
    const edits = await page.evaluate(
      (times) => (window as BenchWindow).canvasBench?.edits(times),
      Number(values.times),
    );
    const frames: Record<string, Frames> = {};
    frames['pan at 1:1'] = await wheeled(page, 'pan');
    frames['zoom at 1:1'] = await wheeled(page, 'zoom');
    await page.evaluate(() => (window as BenchWindow).canvasBench?.fit());
    frames['pan at fit'] = await wheeled(page, 'pan');
    frames['zoom at fit'] = await wheeled(page, 'zoom');
    if (query.includes('what=ours')) {
      await page.evaluate(() => (window as BenchWindow).canvasBench?.showRun());
      await page.evaluate(() => (window as BenchWindow).canvasBench?.fit());
      frames['pan at fit, with a run'] = await wheeled(page, 'pan');
    }
    return { name, openMs, frames, edits: mapValues(edits ?? {}, summary) };
  } finally {
    await page.close();
  }
}

/** One turn of the wheel in each of so many frames, back and forth, so that the same part of the drawing stays in view. */
async function wheeled(page: Page, kind: 'pan' | 'zoom'): Promise<Frames> {
  const frames = await page.evaluate(
    async (ctrlKey) =>
      new Promise<number[]>((resolve) => {
        const pane = document.querySelector('.react-flow__pane');
        const found: number[] = [];
        let last = performance.now();
        const turn = (now: number): void => {
          found.push(now - last);
          last = now;
          if (found.length > 121) return resolve(found.slice(2));
          const way = Math.floor(found.length / 30) % 2 === 0 ? 1 : -1;
          const delta = ctrlKey ? { deltaY: way * 4 } : { deltaX: way * 14, deltaY: way * 22 };
          const at = { clientX: 720, clientY: 450, bubbles: true, cancelable: true };
          pane?.dispatchEvent(new WheelEvent('wheel', { ...delta, ...at, ctrlKey }));
          requestAnimationFrame(turn);
        };
        requestAnimationFrame(turn);
      }),
    kind === 'zoom',
  );
  return summary(frames);
}

function summary(values: readonly number[]): Frames {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => Math.round((sorted[Math.floor(sorted.length * share)] ?? 0) * 10) / 10;
  return { median: at(0.5), p95: at(0.95) };
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

function table({ name, openMs, frames, edits }: Measured): string {
  return [`${name}: open in ${openMs} ms`, ...rows('frame', frames), ...rows('edit', edits)].join('\n');
}

function rows(kind: string, found: Readonly<Record<string, Frames>>): readonly string[] {
  return Object.entries(found).map(([name, { median, p95 }]) => {
    const figures = `${median.toFixed(1).padStart(8)} / ${p95.toFixed(1)}`;
    return `  ${kind.padEnd(6)}${name.padEnd(24)}${figures}`;
  });
}
