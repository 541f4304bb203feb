import type { SpanColumns, SpanRecord } from '@sagaloom/engine/contract';
import { createRoot } from 'react-dom/client';
import '../../ui/index.ts';
import { timelineModel } from '../model.ts';
import type { TraceSource } from '../source.ts';
import { TraceTimeline } from '../TraceTimeline.tsx';
import { foreignColumns, manyColumns } from './columns.ts';
import { drawPlainly } from './plain.ts';

/** What the bench reads. */
declare global {
  interface Window {
    /** Ms from having the columns to the first whole picture of them; of that, making the model. */
    bench?: { readonly openMs: number; readonly modelMs: number };
  }
}

const said = new URLSearchParams(location.search);
const count = Number(said.get('spans') ?? 100_000);
const columns = said.get('shape') === 'services' ? foreignColumns(count) : manyColumns(count);
const root = document.querySelector<HTMLElement>('#root');
if (!root) throw new Error('the page has no root');
root.style.width = `${said.get('width') ?? 1_100}px`;
root.style.height = `${said.get('height') ?? 420}px`;
if (said.has('theme')) document.documentElement.dataset['theme'] = said.get('theme') ?? '';

// Once, before anything is warm, and not in the same page as the opening: what is measured there must be cold as well.
const modelMs = said.get('as') === 'model' ? timed(() => timelineModel(columns, { now: 0 })) : 0;
const begun = performance.now();
if (said.get('as') === 'plain') drawPlainly(root, columns);
else createRoot(root).render(<Timeline source={sourceOver(columns)} />);

function Timeline({ source }: { readonly source: TraceSource }) {
  return <TraceTimeline source={source} now={0} live={false} selected={null} onSelect={() => {}} />;
}

function timed(act: () => unknown): number {
  const from = performance.now();
  act();
  return performance.now() - from;
}

function sourceOver(all: SpanColumns): TraceSource {
  const detail = (index: number): SpanRecord => ({
    traceId: all.traceId,
    spanId: (all.ids[index] ?? 0n).toString(16).padStart(16, '0'),
    parentSpanId: null,
    name: all.strings[all.name[index] ?? 0] ?? '',
    kind: 'internal',
    startMs: all.origin + (all.start[index] ?? 0),
    endMs: all.origin + (all.end[index] ?? 0),
    status: 'unset',
    statusMessage: null,
    attributes: {},
    events: [],
    links: [],
  });
  return {
    columns: all,
    detail: (index) => Promise.resolve(detail(index)),
    search: () => Promise.resolve(new Uint32Array()),
  };
}

/** The frame after the canvas has been given its size has been drawn. */
function watch(): void {
  const canvas = document.querySelector<HTMLCanvasElement>('[role=application] canvas');
  const isThere = said.get('as') === 'plain' ? document.querySelector('svg rect') : canvas && canvas.style.width !== '';
  if (isThere) window.bench = { openMs: performance.now() - begun, modelMs };
  else requestAnimationFrame(watch);
}
requestAnimationFrame(watch);
