import '@xyflow/react/dist/base.css';
import { createRoot } from 'react-dom/client';
import '../../ui/index.ts';
import { BareGrid, type Grid, gridOf } from './bare.tsx';
import { benchOurs } from './ours.tsx';
import type { BenchShape } from './definition.ts';

/** What the bench drives. */
export interface CanvasBench {
  /** Ms from having the text to the first picture of it. */
  readonly openMs: number;
  /** The whole drawing in the window, and back to full size. */
  readonly fit: () => Promise<void>;
  readonly full: () => Promise<void>;
  /** Ms from each edit to the frame that shows it, by kind. */
  readonly edits: (times: number) => Promise<Readonly<Record<string, readonly number[]>>>;
  /** Shows a run on all steps. */
  readonly showRun: () => void;
}

declare global {
  interface Window {
    canvasBench?: CanvasBench;
    /** A grid from a file, put there before the page's own script runs. */
    benchGrid?: Grid;
  }
}

const query = new URLSearchParams(location.search);
const steps = Number(query.get('steps') ?? 5_000);
const host = document.querySelector('#root');
if (!host) throw new Error('the page has no root');
const root = createRoot(host);
if (query.get('what') === 'bare') {
  root.render(<BareGrid grid={window.benchGrid ?? gridOf(steps)} ready={(bench) => (window.canvasBench = bench)} />);
} else {
  const shape: BenchShape = query.get('shape') === 'flat' ? 'flat' : 'mixed';
  const isPlaced = query.get('places') !== 'none';
  void benchOurs(root, { steps, shape, isPlaced }).then((bench) => (window.canvasBench = bench));
}
