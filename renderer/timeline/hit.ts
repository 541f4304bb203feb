import { fromX, rowAt, sizes, toX } from './layout.ts';
import type { SpanRow } from './model.ts';
import { nameStart } from './paint/rows.ts';
import type { Scene } from './paint/scene.ts';

export type Hit =
  | { readonly area: 'axis'; readonly at: number }
  | { readonly area: 'fold'; readonly row: SpanRow }
  /** `bar` is -1 beside the bars. */
  | { readonly area: 'row'; readonly row: SpanRow; readonly bar: number }
  | { readonly area: 'none' };

/** A bar may be a pixel wide: this near counts. */
const reachPx = 3;

/** What is under a point of the canvas, in CSS pixels. */
export function hitAt(scene: Scene, x: number, y: number): Hit {
  if (y < sizes.axis) return x > scene.plot.left ? { area: 'axis', at: fromX(scene.plot, x) } : { area: 'none' };
  const position = rowAt(scene.layout, y + scene.scroll - sizes.top);
  const index = scene.layout.rows[position];
  const row = index === undefined ? undefined : scene.model.rows[index];
  if (index === undefined || !row || row.kind === 'lane') return { area: 'none' };
  const start = nameStart(row);
  if (row.composite && row.kind !== 'run' && x >= start - 18 && x < start) return { area: 'fold', row };
  return { area: 'row', row, bar: x > scene.plot.left ? nearestBar(scene, index, x) : -1 };
}

function nearestBar({ model, scale, plot, now }: Scene, index: number, x: number): number {
  const { first, start, end } = model.bars;
  let found = -1;
  let least = reachPx;
  for (let bar = first[index] ?? 0; bar < (first[index + 1] ?? 0); bar++) {
    const from = toX(plot, scale.draw(start[bar] ?? 0));
    if (from > x + reachPx) break;
    const to = toX(plot, scale.draw(Math.min(end[bar] ?? 0, now)));
    const away = Math.max(from - x, x - to, 0);
    if (away <= least) [found, least] = [bar, away];
  }
  return found;
}
