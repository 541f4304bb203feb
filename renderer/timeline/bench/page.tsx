import { createRoot } from 'react-dom/client';
import '../../ui/index.ts';
import { sourceOf } from '../run-source.ts';
import { TraceTimeline } from '../TraceTimeline.tsx';
import { manySpans } from './trace.ts';

/** What the bench reads: ms from having the spans to the first picture of them. */
declare global {
  interface Window {
    timelineOpenMs?: number;
  }
}

const source = sourceOf(manySpans(Number(new URLSearchParams(location.search).get('spans') ?? 100_000)));
const root = document.querySelector('#root');
if (!root) throw new Error('the page has no root');
const begun = performance.now();
createRoot(root).render(
  <div style={{ width: 1_100, height: 420 }}>
    <TraceTimeline source={source} now={0} live={false} selected={null} onSelect={() => {}} />
  </div>,
);

/** The first frame after the canvas has been given its size has been drawn. */
function watch(): void {
  const canvas = document.querySelector('canvas');
  if (canvas && canvas.style.width !== '') window.timelineOpenMs = performance.now() - begun;
  else requestAnimationFrame(watch);
}
requestAnimationFrame(watch);
