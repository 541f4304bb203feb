import { parseDuration } from '../../core/duration.ts';
import type { RunsFilter } from '../runs-filter.ts';
import type { End, RunsAsked, TimesAsked } from './asked.ts';
import { isDay } from './ranges.ts';

/** What is asked, at this moment: days are those of the place where it is read. */
export function filterOf(asked: RunsAsked, now: number): RunsFilter {
  const { workflows, versions, statuses, started, ended, duration, id, parent, waiting, errorType, where } = asked;
  return {
    ...(workflows.length > 0 && { workflows: [...workflows] }),
    ...(versions.length > 0 && { versions: [...versions] }),
    ...(statuses.length > 0 && { statuses: [...statuses] }),
    ...(started && { started: timesAt(started, now) }),
    ...(ended && { ended: timesAt(ended, now) }),
    ...(duration && { duration: { ...length('from', duration.from), ...length('to', duration.to) } }),
    ...(id !== null && { id }),
    ...(parent !== null && { parent }),
    ...(waiting !== null && { waiting }),
    ...(errorType !== null && { errorType }),
    ...(where.length > 0 && { where: [...where] }),
  };
}

const length = (end: 'from' | 'to', text: string | null): object =>
  text === null ? {} : { [end]: parseDuration(text) ?? 0 };

function timesAt({ from, to }: TimesAsked, now: number): NonNullable<RunsFilter['started']> {
  return {
    ...(from && { from: iso(momentOf(from, now, 'from')) }),
    ...(to && { to: iso(momentOf(to, now, 'to')) }),
  };
}

/** A day that counts begins with its first moment and ends with its last. */
function momentOf({ text, excluded }: End, now: number, end: 'from' | 'to'): number {
  const ago = parseDuration(text);
  if (ago !== null) return now - ago;
  if (!isDay(text)) return Date.parse(text) + (excluded ? (end === 'from' ? 1 : -1) : 0);
  const first = Date.parse(`${text}T00:00`);
  if (end === 'from') return excluded ? nextDay(first) : first;
  return (excluded ? first : nextDay(first)) - 1;
}

function nextDay(first: number): number {
  const day = new Date(first);
  day.setDate(day.getDate() + 1);
  return day.getTime();
}

const iso = (at: number): string => new Date(at).toISOString();
