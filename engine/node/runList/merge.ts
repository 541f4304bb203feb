/**
 * Groups merged in the order of their keys, each read by its index in pieces. What conditions are left is looked at row by row.
 *
 *   ME1  a row is given once all groups have been read up to its key, and no sooner
 *   ME2  no page looks at more than `BUDGET` rows: one that finds too little by then says where it stopped, and the next goes on there
 */
import type Database from 'better-sqlite3';
import { beginning, comparing, type Key, type Ordering, type Reading, readingOf, type Spot } from './order.ts';
import type { Group } from './groups.ts';
import { type Range, type Term, WHOLE } from './terms.ts';

export interface Keyed {
  readonly run: number;
  readonly key: Key;
}

export interface Merged {
  readonly rows: readonly Keyed[];
  /** Where the next page begins; null where there is nothing more. */
  readonly end: Key | null;
}

export interface MergeQuery {
  readonly groups: readonly Group[];
  readonly terms: readonly Term[];
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly ordering: Ordering;
  /** Of the column that it is ordered by. */
  readonly range: Range;
  readonly after: Key | null;
  readonly limit: number;
}

export const BUDGET = 20_000;
const LEAST_PIECE = 8;

export function merged(database: Database.Database, query: MergeQuery, budget = BUDGET): Merged {
  const { groups, ordering, limit, after } = query;
  const compare = comparing(ordering);
  const all = groups.map((group) => new Source(database, group, query));
  let spent = 0;
  const advance = (source: Source, rows: number): void => {
    spent += rows;
    source.read(rows);
  };
  const piece = pieceOf(query, budget);
  for (const source of all) advance(source, piece);
  for (;;) {
    const open = all.filter(({ frontier }) => frontier !== null);
    const next = open.reduce<Source | null>(
      (least, each) => (least && before(compare, least, each) ? least : each),
      null,
    );
    const upTo = next?.frontier ?? null;
    const rows = all
      .flatMap((source) => source.rows)
      .filter(({ key }) => upTo === null || compare(key, upTo) <= 0) // ME1
      .toSorted((a, b) => compare(a.key, b.key));
    if (rows.length > limit) return { rows: rows.slice(0, limit), end: rows[limit - 1]?.key ?? after };
    if (next === null || upTo === null) return { rows, end: null };
    if (spent >= budget) return { rows, end: upTo }; // ME2
    advance(next, Math.max(piece, limit + 1));
  }
}

/** Few rows of many groups; more where most of them will not do. */
function pieceOf({ groups, limit, terms }: MergeQuery, budget: number): number {
  const share = Math.ceil((limit + 1) / Math.max(1, groups.length)) * 3;
  const enough = Math.min(limit + 1, Math.max(LEAST_PIECE, share));
  return terms.length === 0 ? enough : Math.max(enough, Math.floor(budget / (4 * Math.max(1, groups.length))));
}

const before = (compare: (a: Key, b: Key) => number, a: Source, b: Source): boolean =>
  a.frontier !== null && b.frontier !== null && compare(a.frontier, b.frontier) <= 0;

/** A group, as far as it was read. */
class Source {
  readonly rows: Keyed[] = [];
  /** Up to where; null once it has been read to the end. */
  frontier: Key | null;
  private at: Spot | null;
  private readonly reading: Reading;
  private readonly part: Part;

  constructor(database: Database.Database, group: Group, query: MergeQuery) {
    this.reading = readingOf(group, query.ordering);
    const { isRising } = this.reading;
    this.at = query.after === null ? beginning(isRising) : this.reading.after(query.after);
    this.frontier = this.at === null ? null : this.reading.keyOf(this.at);
    this.part = partOf(database, this.reading, group, query);
  }

  read(most: number): void {
    if (this.at === null) return;
    const { found, end } = this.part(this.at, most);
    for (const { run, value } of found) this.rows.push({ run, key: this.reading.keyOf({ run, value }) });
    this.at = end;
    this.frontier = end && this.reading.keyOf(end);
  }
}

type Part = (from: Spot, most: number) => { readonly found: readonly Spot[]; readonly end: Spot | null };

function partOf(database: Database.Database, reading: Reading, group: Group, query: MergeQuery): Part {
  const { terms, range, parameters } = query;
  const bound = reading.column === `${query.ordering.by}_at` ? range : WHOLE;
  const given = { ...parameters, group: group.id, low: bound.from, high: bound.to };
  const rows = database.prepare<[object], Seen>(sqlOf(reading, terms, bound !== WHOLE));
  return (from, most) => {
    const seen = rows.all({ ...given, value: from.value, run: from.run, most });
    return { found: seen.filter(({ fits }) => fits !== 0), end: seen.length < most ? null : (seen.at(-1) ?? null) };
  };
}

/** `fits`: it meets all conditions. */
interface Seen extends Spot {
  readonly fits: 0 | 1;
}

function sqlOf({ index, column, isRising }: Reading, terms: readonly Term[], hasRange: boolean): string {
  const [beyond, direction] = isRising ? ['>', 'ASC'] : ['<', 'DESC'];
  const fits = terms.length === 0 ? '1' : terms.map(({ test }) => `coalesce((${test}), 0)`).join(' AND ');
  return `SELECT r.run AS run, r.${column} AS value, ${fits} AS fits FROM views.run_list r INDEXED BY run_list_${index}
    WHERE r.grp = :group AND (r.${column}, r.run) ${beyond} (:value, :run)
    ${hasRange ? `AND r.${column} BETWEEN :low AND :high` : ''}
    ORDER BY r.${column} ${direction}, r.run ${direction} LIMIT :most`;
}
