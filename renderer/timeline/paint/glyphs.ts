import type { RowState } from '../model/states.ts';
import type { CanvasTheme } from '../theme.ts';
import type { Pen } from './scene.ts';

/** Lucide's outlines on a 24 grid, so that the canvas and the buttons speak one language. */
const outlines = {
  workflow:
    'M5 3h4a2 2 0 0 1 2 2v4a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2zM7 11v4a2 2 0 0 0 2 2h4M15 13h4a2 2 0 0 1 2 2v4a2 2 0 0 1-2 2h-4a2 2 0 0 1-2-2v-4a2 2 0 0 1 2-2z',
  left: 'm15 18-6-6 6-6',
  right: 'm9 18 6-6-6-6',
  down: 'm6 9 6 6 6-6',
  cross: 'M18 6 6 18M6 6l12 12',
  check: 'M20 6 9 17l-5-5',
  caught: 'M4 12h10a5 5 0 0 1 0 10h-2M8 8l-4 4 4 4',
  stop: 'M4.9 4.9l14.2 14.2M12 2a10 10 0 1 1 0 20 10 10 0 0 1 0-20z',
  skip: 'm6 17 5-5-5-5M13 17l5-5-5-5',
  undo: 'M9 14 4 9l5-5M4 9h10.5a5.5 5.5 0 0 1 0 11H11',
  retry: 'M3 12a9 9 0 1 0 9-9 9.75 9.75 0 0 0-6.74 2.74L3 8M3 3v5h5',
  person: 'M19 21v-2a4 4 0 0 0-4-4H9a4 4 0 0 0-4 4v2M12 3a4 4 0 1 1 0 8 4 4 0 0 1 0-8z',
  pause: 'M8 5v14M16 5v14',
  orphan: 'M9 17H7A5 5 0 0 1 7 7M15 7h2a5 5 0 0 1 4 8M8 12h4M2 2l20 20',
  clock: 'M12 2a10 10 0 1 1 0 20 10 10 0 0 1 0-20zM12 6v6l4 2',
} as const;

export type Glyph = keyof typeof outlines;

const paths = new Map<Glyph, Path2D>();
const drawn = new WeakMap<Path2D, string>();

/** What a glyph's path was made of, for a picture that is written down. */
export const outlineOf = (path: Path2D): string => drawn.get(path) ?? '';

export function drawGlyph(
  pen: Pen,
  glyph: Glyph,
  x: number,
  y: number,
  size: number,
  colour: string,
  weight = 1.75,
): void {
  const path = paths.get(glyph) ?? new Path2D(outlines[glyph]);
  paths.set(glyph, path);
  drawn.set(path, outlines[glyph]);
  pen.save();
  pen.translate(x, y);
  pen.scale(size / 24, size / 24);
  pen.lineWidth = weight;
  pen.lineCap = 'round';
  pen.lineJoin = 'round';
  pen.strokeStyle = colour;
  pen.stroke(path);
  pen.restore();
}

/** Never colour alone: what did not simply end well has a glyph of its own. */
export const stateGlyphs: Readonly<Record<RowState, readonly [Glyph, keyof CanvasTheme] | null>> = {
  running: null,
  completed: null,
  instant: null,
  retrying: ['retry', 'warn'],
  waiting: ['clock', 'time'],
  stuck: ['person', 'warn'],
  failed: ['cross', 'bad'],
  caught: ['caught', 'warn'],
  cancelled: ['stop', 'ink3'],
  skipped: ['skip', 'ink3'],
  abandoned: ['stop', 'ink3'],
  compensated: ['undo', 'undo'],
  queued: ['clock', 'time'],
  paused: ['pause', 'ink3'],
  continued: ['retry', 'ink3'],
};
