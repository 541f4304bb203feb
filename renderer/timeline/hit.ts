import { fromX, positionAt, sizes, toX } from './layout.ts';
import { nameStart } from './paint/rows.ts';
import type { Scene } from './paint/scene.ts';
import { firstVisible } from './paint/visible.ts';
import { rowAt, type SpanRow } from './row.ts';

export type Hit =
  | { readonly area: 'axis'; readonly at: number }
  | { readonly area: 'fold'; readonly row: SpanRow }
  /** `bar` is -1 beside the bars. */
  | { readonly area: 'row'; readonly row: SpanRow; readonly bar: number }
  | { readonly area: 'none' };

/** A bar may be a pixel wide: this near counts. */
const reachPx = 3;
/** Of a row with more bars than can be told apart, only so many are looked at. */
const most = 4_000;

/** What is under a point of the canvas, in CSS pixels. */
export function hitAt(scene: Scene, x: number, y: number): Hit {
  if (y < sizes.axis) return x > scene.plot.left ? { area: 'axis', at: fromX(scene.plot, x) } : { area: 'none' };
  const position = positionAt(scene.layout, y + scene.scroll - sizes.top);
  const index = position === -1 ? undefined : scene.layout.rows[position];
  const row = rowAt(scene.model, index);
  if (index === undefined || !row || row.kind === 'lane') return { area: 'none' };
  const start = nameStart(row, scene.plot, scene.model);
  if (row.composite && row.kind !== 'run' && x >= start - 18 && x < start) return { area: 'fold', row };
  return { area: 'row', row, bar: x > scene.plot.left ? nearestBar(scene, index, x) : -1 };
}

function nearestBar({ model, scale, plot, now }: Scene, index: number, x: number): number {
  const { first, span } = model.bars;
  const [from, last] = [first[index] ?? 0, first[index + 1] ?? 0];
  let found = -1;
  let least = reachPx;
  const begin = last - from > most ? firstVisible(model, from, last, scale.real(fromX(plot, x - reachPx))) : from;
  for (let bar = begin; bar < last && bar < begin + most; bar++) {
    const each = span[bar] ?? 0;
    const left = toX(plot, scale.draw(model.columns.start[each] ?? 0));
    if (left > x + reachPx) break;
    const right = toX(plot, scale.draw(Math.min(model.end[each] ?? 0, now)));
    const away = Math.max(left - x, x - right, 0);
    if (away <= least) [found, least] = [bar, away];
  }
  return found;
}
