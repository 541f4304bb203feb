/** An editor knows one end of a line; files have two, some both. What is not edited keeps its own. */
import { applyChanges, changesOf } from './changes.ts';

/** As the editor shows it. */
export const shown = (file: string): string => (file.includes('\r') ? file.replaceAll(/\r\n?/g, '\n') : file);

/** What new lines of a file end with. */
export const lineEnds = (file: string): string => (file.includes('\r\n') ? '\r\n' : '\n');

/** The file with what was typed: `typed` is the whole text as the editor has it now. */
export function inFile(file: string, typed: string): string {
  if (!file.includes('\r')) return typed;
  const end = lineEnds(file);
  const at = offsetsIn(file);
  const changes = changesOf(shown(file), typed).map(({ from, to, insert }) => ({
    from: at(from),
    to: at(to),
    insert: insert.replaceAll('\n', end),
  }));
  return applyChanges(file, changes);
}

/** From an offset of the shown text to that of the file: before each one, so many carriage returns were left out. */
function offsetsIn(file: string): (offset: number) => number {
  const leftOut: number[] = [];
  for (const { index } of file.matchAll(/\r\n/g)) leftOut.push(index - leftOut.length);
  return (offset) => {
    let [low, high] = [0, leftOut.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((leftOut[middle] ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return offset + low;
  };
}
