import type { Formats } from '../locales/format.ts';
import { formatSpan } from '../locales/format.ts';
import type { Translate } from '../locales/index.ts';
import type { Comparison } from './comparison.ts';
import { rowAt } from './rows.ts';
import type { Side } from './side.ts';
import { deltaWords, differenceWords, partingWords, shareWords, statusWords, titleOf } from './words.ts';

/** So many rows are copied: a longer table nobody reads. */
const mostCopied = 2_000;

const cell = (text: string): string =>
  text
    .replaceAll('\\', String.raw`\\`)
    .replaceAll('|', String.raw`\|`)
    .replaceAll(/\s+/g, ' ');

const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;

/** The rows that are shown, as a table of Markdown. */
export function markdownOf(
  comparison: Comparison,
  shown: Uint32Array,
  sides: readonly [Side, Side],
  t: Translate,
  formats: Formats,
): string {
  const { alignment, parting } = comparison;
  const [left, right] = sides;
  const took = (duration: number | null | undefined): string => (duration == null ? '' : formatSpan(duration));
  const rows = [...shown.subarray(0, mostCopied)].map((number) => {
    const row = rowAt(alignment, number);
    return line([
      `${'\u2003'.repeat(Math.min(row.depth, 12))}${titleOf(row, sides, t)}`,
      took(row.left?.duration),
      took(row.right?.duration),
      row.delta === null ? '' : deltaWords(row.delta),
      row.share === null ? '' : shareWords(row.share, formats),
      row.left ? statusWords(row.left.status, t) : '',
      row.right ? statusWords(row.right.status, t) : '',
      differenceWords(row, sides, t),
    ]);
  });
  const head = [
    t('compare.column.step'),
    `A: ${left.ref.name}`,
    `B: ${right.ref.name}`,
    t('compare.column.difference'),
    '%',
    t('compare.column.statusA'),
    t('compare.column.statusB'),
    t('compare.column.differs'),
  ];
  const rule = `| ${head.map((_, at) => (at === 0 || at > 4 ? '---' : '---:')).join(' | ')} |`;
  const sentence = parting ? partingWords(parting, alignment, sides, t) : t('compare.parted.never');
  return `${sentence}\n\n${line(head)}\n${rule}\n${rows.join('\n')}\n`;
}
