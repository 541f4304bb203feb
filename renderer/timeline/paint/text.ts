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

/** The text, shortened to fit with an ellipsis; empty where not even that fits. */
export function fitted(pen: Pen, text: string, room: number): string {
  if (widthOf(pen, text) <= room) return text;
  let [fits, tooLong] = [0, text.length];
  while (tooLong - fits > 1) {
    const middle = (fits + tooLong) >> 1;
    if (widthOf(pen, `${text.slice(0, middle).trimEnd()}…`) <= room) fits = middle;
    else tooLong = middle;
  }
  return fits === 0 ? '' : `${text.slice(0, fits).trimEnd()}…`;
}
