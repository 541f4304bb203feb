import { fitted as fittedBy } from '../../ui/fitted.ts';
import type { Pen } from './scene.ts';

const widths = new Map<string, number>();

/** Measured once per font and text; the map is emptied before it grows without bound. */
export function widthOf(pen: Pen, text: string): number {
  const key = `${pen.font}|${text}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  if (widths.size > 20_000) widths.clear();
  const { width } = pen.measureText(text);
  widths.set(key, width);
  return width;
}

export function forgetWidths(): void {
  widths.clear();
}

/** The text as far as there is room for it with this pen. */
export const fitted = (pen: Pen, text: string, room: number): string =>
  fittedBy(text, room, (part) => widthOf(pen, part));
