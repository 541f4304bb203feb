/**
 * How a list of runs is ordered. A row's key is three values compared one after the other; two rows never have the same.
 *
 *   started, events    what it says, then the number of the run
 *   ended              what has not ended comes after all that has, by its start
 *   duration           until the end, or until `now`: the moment of the first page, which its cursor carries
 *   workflow, status   the newest first in each
 *
 * A group (`groups.ts`) is read by the index of one column, in the order of the keys.
 */
import { RUN_STATUSES, type RunSort } from '../../contract/runs-filter.ts';
import type { Group } from './groups.ts';

export type Key = readonly [first: number | string, second: number, third: number];

export interface Ordering extends RunSort {
  readonly now: number;
}

/** A row as a group's index has it. */
export interface Spot {
  /** Of the index's column. */
  readonly value: number;
  readonly run: number;
}

/** How a group is read. */
export interface Reading {
  readonly index: 'started' | 'ended' | 'duration' | 'events';
  readonly column: 'started_at' | 'ended_at' | 'duration' | 'events';
  readonly isRising: boolean;
  keyOf(spot: Spot): Key;
  /** The place of the index after which keys come after this one; null where none of the group do. */
  after(key: Key): Spot | null;
}

const LAST = Number.MAX_SAFE_INTEGER;
const rankOf = (status: string): number => RUN_STATUSES.findIndex((known) => known === status);

/** Negative where `a` comes first. */
export function comparing({ by, order }: Ordering): (a: Key, b: Key) => number {
  const first = order === 'asc' ? 1 : -1;
  const rest = by === 'workflow' || by === 'status' ? -1 : first;
  return (a, b) => {
    if (a[0] !== b[0]) return a[0] < b[0] ? -first : first;
    return (a[1] - b[1]) * rest || (a[2] - b[2]) * rest;
  };
}

export function readingOf(group: Group, ordering: Ordering): Reading {
  const { by, now } = ordering;
  const isRising = ordering.order === 'asc';
  switch (by) {
    case 'started':
      return plain('started', 'started_at', isRising);
    case 'events':
      return plain('events', 'events', isRising);
    case 'ended':
      return group.isOpen ? within(LAST, isRising, ordering) : plain('ended', 'ended_at', isRising);
    case 'duration':
      return group.isOpen ? elapsed(now, isRising) : plain('duration', 'duration', isRising);
    case 'workflow':
      return within(group.workflow, false, ordering);
    case 'status':
      return within(rankOf(group.status), false, ordering);
  }
}

/** The key is the column, then the run; `second` is 0. */
function plain(index: Reading['index'], column: Reading['column'], isRising: boolean): Reading {
  return {
    index,
    column,
    isRising,
    keyOf: ({ value, run }) => [value, 0, run],
    after: ([value, second, run]) => ({ value: Number(value), run: second === 0 ? run : LAST }),
  };
}

/** Of what is open the duration falls as its start rises, and so does the third value. `second` is 1. */
function elapsed(now: number, isRising: boolean): Reading {
  return {
    index: 'started',
    column: 'started_at',
    isRising: !isRising,
    keyOf: ({ value, run }) => [now - value, 1, -run],
    after: ([duration, second, run]) => ({
      value: now - Number(duration),
      run: second === 1 ? -run : LAST,
    }),
  };
}

/** All of the group have the same first value; in it they are read by their start. */
function within(first: number | string, isRising: boolean, ordering: Ordering): Reading {
  const isBefore = comparing(ordering);
  return {
    index: 'started',
    column: 'started_at',
    isRising,
    keyOf: ({ value, run }) => [first, value, run],
    after(key) {
      if (key[0] === first) return { value: key[1], run: key[2] };
      return isBefore(key, [first, 0, 0]) < 0 ? beginning(isRising) : null;
    },
  };
}

/** Before all there is. */
export const beginning = (isRising: boolean): Spot =>
  isRising ? { value: -LAST, run: -LAST } : { value: LAST, run: LAST };

/** The same keys in SQL, of a row `r` in a group `g`; with `:now`. */
export function keyInSql({ by }: Ordering): readonly [string, string, string] {
  switch (by) {
    case 'started':
      return ['r.started_at', '0', 'r.run'];
    case 'events':
      return ['r.events', '0', 'r.run'];
    case 'ended':
      return [`coalesce(r.ended_at, ${LAST})`, 'iif(r.ended_at IS NULL, r.started_at, 0)', 'r.run'];
    case 'duration':
      return [
        'coalesce(r.duration, :now - r.started_at)',
        'iif(r.ended_at IS NULL, 1, 0)',
        'iif(r.ended_at IS NULL, -r.run, r.run)',
      ];
    case 'workflow':
      return ['g.workflow', 'r.started_at', 'r.run'];
    case 'status':
      return [
        `CASE g.status ${RUN_STATUSES.map((status, i) => `WHEN '${status}' THEN ${i}`).join(' ')} END`,
        'r.started_at',
        'r.run',
      ];
  }
}
