import type { Figures } from '../measure/figures.ts';
import type { Contender } from '../task.ts';
import type { Result, Results } from './results.ts';

export const labels: Readonly<Record<Contender, string>> = {
  ours: 'Sagaloom',
  log: 'log, no engine',
  restateTuned: 'Restate tuned',
  restateDefault: 'Restate',
  dbos: 'DBOS on PostgreSQL',
};

export function textOf({ rounds, fsyncPerSecond, results }: Results): string {
  const head = `Medians of ${rounds} ${rounds === 1 ? 'round' : 'rounds'}; the disk does ${number(fsyncPerSecond)} fsyncs a second.`;
  return [head, ...results.map(sectionOf)].join('\n\n');
}

function sectionOf({ name, about, ours, beside, ratios }: Result): string {
  const rows: readonly (readonly [Contender, Figures])[] = [
    ['ours', ours],
    ...(Object.entries(beside) as [Contender, Figures][]),
  ];
  const metrics = Object.keys(ours);
  const hasRatios = Object.keys(ratios).length > 0;
  const lines = [
    ['', ...metrics, ...(hasRatios ? ['we are'] : [])],
    ...rows.map(([contender, figures]) => [
      labels[contender],
      ...metrics.map((metric) => number(figures[metric])),
      ...(hasRatios ? [times(ratios[contender])] : []),
    ]),
  ];
  return [`${name}: ${about}`, ...aligned(lines)].join('\n');
}

function aligned(lines: readonly (readonly string[])[]): readonly string[] {
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines.map((line) =>
    line
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

const number = (value: number | undefined): string =>
  value === undefined ? '' : value.toLocaleString('en', { maximumSignificantDigits: 3 });

const times = (ratio: number | undefined): string => (ratio === undefined ? '' : `${number(ratio)} × as fast`);
