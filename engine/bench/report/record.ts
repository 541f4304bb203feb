import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Contender } from '../task.ts';
import type { Result, Results } from './results.ts';
import { labels } from './text.ts';

const FILE = join(import.meta.dirname, '../RESULTS.md');

/** Adds a row a measurement to `RESULTS.md`, with the day and the commit. */
export function record(results: Results, now: Date): void {
  appendFileSync(FILE, `${rowsOf(results, now.toISOString().slice(0, 10), commit()).join('\n')}\n`);
}

export function rowsOf({ rounds, fsyncPerSecond, results }: Results, date: string, commit: string): readonly string[] {
  return results.map((result) => {
    const cells = [date, commit, result.name, rounds, fsyncPerSecond, figuresOf(result), ratiosOf(result)];
    return `| ${cells.join(' | ')} |`;
  });
}

const figuresOf = ({ ours }: Result): string =>
  Object.entries(ours)
    .map(([metric, value]) => `${metric} ${value}`)
    .join(', ');

const ratiosOf = ({ ratios }: Result): string =>
  (Object.entries(ratios) as [Contender, number][]).map(([other, ratio]) => `${labels[other]} ${ratio}`).join(', ');

/** `+` says that the tree was not as committed. */
function commit(): string {
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: import.meta.dirname, encoding: 'utf8' }).trim();
  return `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain', '--', '..') === '' ? '' : '+'}`;
}
