import type { Part, Row } from './rows.ts';

const glyphs: Readonly<Record<Part['kind'], string>> = { done: '█', failed: '▒', wait: '┄', block: '─' };

/** What is drawn over what, where several parts share a cell: a failed attempt is the news. */
const rank: Readonly<Record<Part['kind'], number>> = { block: 0, wait: 1, done: 2, failed: 3 };

export interface Scale {
  readonly startMs: number;
  readonly endMs: number;
  readonly width: number;
}

/** A row's parts on the scale; each is one cell wide at least, or short work would not be seen. */
export function bar({ parts }: Row, scale: Scale): string {
  const cells: (Part['kind'] | null)[] = Array.from({ length: scale.width }, () => null);
  for (const part of parts) {
    const [from, to] = cellsOf(part, scale);
    for (let cell = from; cell <= to; cell += 1) cells[cell] = higher(cells[cell] ?? null, part.kind);
  }
  return cells.map((kind) => (kind === null ? ' ' : glyphs[kind])).join('');
}

const higher = (a: Part['kind'] | null, b: Part['kind']): Part['kind'] => (a !== null && rank[a] > rank[b] ? a : b);

/** First and last cell, both within the scale. */
function cellsOf({ startMs, endMs }: Part, scale: Scale): readonly [number, number] {
  const from = cellAt(startMs, scale);
  const to = Math.ceil(position(endMs ?? scale.endMs, scale)) - 1;
  return [from, Math.min(scale.width - 1, Math.max(from, to))];
}

const cellAt = (ms: number, scale: Scale): number =>
  Math.min(scale.width - 1, Math.max(0, Math.floor(position(ms, scale))));

function position(ms: number, { startMs, endMs, width }: Scale): number {
  const span = endMs - startMs;
  return span <= 0 ? 0 : ((ms - startMs) / span) * width;
}
