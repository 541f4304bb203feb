import type { CriticalPath } from '../critical.ts';
import type { Folds, Layout, Plot } from '../layout.ts';
import type { TimelineModel } from '../model.ts';
import type { SpanRow } from '../row.ts';
import type { Scale } from '../scale.ts';
import type { CanvasTheme } from '../theme.ts';
import type { Viewport } from '../viewport.ts';

/** All that one picture depends on. */
export interface Scene {
  readonly model: TimelineModel;
  readonly layout: Layout;
  readonly scale: Scale;
  readonly view: Viewport;
  readonly plot: Plot;
  readonly theme: CanvasTheme;
  readonly width: number;
  readonly height: number;
  readonly scroll: number;
  /** Ms from the origin up to which what is open is drawn. */
  readonly now: number;
  readonly live: boolean;
  readonly folds: Folds;
  /** Index of a row, -1 for none. */
  readonly selected: number;
  /** Of the selected row; 0 is the row itself. */
  readonly attempt: number;
  /** Under the pointer, -1 for none: position in `bars`, index of a row. */
  readonly hoverBar: number;
  readonly hoverRow: number;
  /** The moment looked at, ms from the origin; null follows the run. */
  readonly cursor: number | null;
  /** A stretch being marked, in x. */
  readonly brush: readonly [number, number] | null;
  /** By row, 1 for what was looked for; all else is dimmed. Null: nothing was. */
  readonly matches: Uint8Array | null;
  /** Shown where it is. */
  readonly critical: CriticalPath | null;
  readonly words: Words;
}

/** What is written on the canvas, in the reader's language. */
export interface Words {
  readonly forward: string;
  readonly undoing: string;
  readonly nameOf: (row: SpanRow) => string;
  readonly attempts: (count: number) => string;
  readonly duration: (ms: number) => string;
  /** `12 × · 3.4 s` of a group. */
  readonly sum: (row: SpanRow) => string;
  readonly share: (share: number) => string;
}

/** What painting needs of a canvas: so that it can also be taken down as SVG. */
export type Pen = Pick<
  CanvasRenderingContext2D,
  | 'fillStyle'
  | 'strokeStyle'
  | 'globalAlpha'
  | 'font'
  | 'textAlign'
  | 'textBaseline'
  | 'lineWidth'
  | 'lineCap'
  | 'lineJoin'
  | 'save'
  | 'restore'
  | 'translate'
  | 'scale'
  | 'beginPath'
  | 'moveTo'
  | 'lineTo'
  | 'closePath'
  | 'rect'
  | 'roundRect'
  | 'fillRect'
  | 'fillText'
  | 'measureText'
  | 'createLinearGradient'
> & { clip(): void; fill(): void; stroke(path?: Path2D): void };
