import type { Diagnostic as Mark } from '@codemirror/lint';
import type { Diagnostic } from '@sagaloom/engine/core';
import { type Broken, lineAndColumn } from '../document/index.ts';
import type { Translate } from '../locales/index.ts';
import { type Place, placesOf } from '../document/source/scan.ts';

/** Where problems stand in the text: at the value a pointer names, or at what holds it where that is not there. */
export function marksOf(text: string, problems: readonly Diagnostic[]): readonly Mark[] {
  const paths = problems.map(({ pointer }) => pathOf(pointer));
  const all = paths.flatMap((path) => path.map((_, length) => path.slice(0, length + 1)));
  const places = new Map([...placesOf(text, all)].map(([path, place]) => [JSON.stringify(path), place] as const));
  return problems.map(({ severity, message }, index) => {
    const path = paths[index] ?? [];
    const depth = path.findLastIndex((_, length) => places.has(JSON.stringify(path.slice(0, length + 1))));
    const place = places.get(JSON.stringify(path.slice(0, depth + 1)));
    return { ...rangeOf(text, place, depth + 1 === path.length), severity, message };
  });
}

/** A whole step underlined would shout: of what has members, its name is enough. */
function rangeOf(text: string, place: Place | undefined, isThere: boolean): { from: number; to: number } {
  if (!place) return { from: 0, to: Math.min(1, text.length) };
  const isLong = text.slice(place.value.from, place.value.to).includes('\n');
  const { from, to } = (isLong || !isThere) && place.key ? place.key : place.value;
  return { from, to: Math.min(to, Math.max(from + 1, endOfLine(text, from))) };
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

/** The parts of a JSON pointer. */
export const pathOf = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));

export function brokenWords(text: string, { problem, offset }: Broken, t: Translate): string {
  return t('text.broken', { ...lineAndColumn(text, offset), message: t(`document.json.${problem}`) });
}
