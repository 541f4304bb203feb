import type { Layout, Plot } from '../layout.ts';
import type { SpanRow, TimelineModel } from '../model.ts';
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
  readonly folded: ReadonlySet<string>;
  /** Row key. */
  readonly selected: string | null;
  /** Of the selected row; 0 is the row itself. */
  readonly attempt: number;
  /** Positions in `bars`, -1 for none; of the row under the pointer, its key. */
  readonly hoverBar: number;
  readonly hoverRow: string | null;
  /** The moment looked at, ms from the origin; null follows the run. */
  readonly cursor: number | null;
  /** A stretch being marked, in x. */
  readonly brush: readonly [number, number] | null;
  readonly words: Words;
}

/** What is written on the canvas, in the reader's language. */
export interface Words {
  readonly forward: string;
  readonly undoing: string;
  readonly nameOf: (row: SpanRow) => string;
  readonly attempts: (count: number) => string;
  readonly duration: (ms: number) => string;
}

export type Pen = CanvasRenderingContext2D;
