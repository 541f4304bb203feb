import type { Failure } from '../../core/failure.ts';
import type { JsonObject } from '../../core/json.ts';
import { type Answer, type Limits, SqlError } from './session.ts';
import type { SqlResult } from './schema.ts';

/** Two of one name would be one: which, nobody could tell. */
export function resultOf({ columns, rows, affected, lastId }: Answer): SqlResult {
  const twice = columns.find((name, index) => columns.indexOf(name) !== index);
  if (twice !== undefined) throw new SqlError(namedTwice(twice));
  const named = rows.map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index] ?? null])));
  return { rows: named as JsonObject[], rowCount: rows.length, affected, lastId } as SqlResult;
}

/** Counts what is read; the rest of too much is not waited for. */
export class Meter {
  readonly #limits: Limits;
  #rows = 0;
  #bytes = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** What is wrong now; null: nothing. */
  add(bytes: number): Failure | null {
    this.#rows += 1;
    this.#bytes += bytes;
    if (this.#rows > this.#limits.rows) return tooManyRows(this.#limits.rows);
    return this.#bytes > this.#limits.bytes ? tooLarge() : null;
  }

  get left(): number {
    return this.#limits.bytes - this.#bytes;
  }
}

/** Roughly, in memory. */
export function sizeOf(row: readonly unknown[]): number {
  return row.reduce<number>((sum, value) => sum + valueSize(value), 0);
}

function valueSize(value: unknown): number {
  if (typeof value === 'string') return value.length + 2;
  if (value instanceof Uint8Array) return Math.ceil(value.length / 3) * 4;
  return typeof value === 'object' && value !== null ? JSON.stringify(value).length : 8;
}

const namedTwice = (name: string): Failure => ({
  type: 'sql.columns',
  message: `Two columns of the result are named "${name}"; give one another name with AS.`,
  retryable: false,
});

const tooManyRows = (rows: number): Failure => ({
  type: 'sql.tooManyRows',
  message: `The statement gives more than ${rows} rows; ask for fewer with LIMIT, or allow more with maxRows.`,
  retryable: false,
});

const tooLarge = (): Failure => ({
  type: 'sql.tooLarge',
  message: 'What the statements give is larger than 16 MiB; ask for fewer rows or columns.',
  retryable: false,
});
