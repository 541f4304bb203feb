import type Database from 'better-sqlite3';
import type { Json, JsonObject } from '../../core/json.ts';
import type { Projection } from '../projection.ts';
import { forgetIn, prepared } from './prepared.ts';

/** Search attributes of all runs that are kept, found by equality and by range; what is null (RN6) is shown, and not found by. */
export function attributesProjection(): Projection {
  return {
    name: 'attributes',
    version: 2,
    ofEnded: ['RunStarted', 'AttributesSet'],
    migrate: (database) =>
      void database.exec(`
        CREATE TABLE IF NOT EXISTS attributes (
          run INTEGER NOT NULL,
          name TEXT NOT NULL,
          type TEXT NOT NULL,
          value ANY NOT NULL,
          PRIMARY KEY (run, name)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS attributes_by_value ON attributes (name, type, value, run);
      `),
    reset: (database) => void database.exec('DROP TABLE IF EXISTS attributes'),
    forget: forgetRuns,
    apply(database, batch) {
      const latest = new Map<number, JsonObject>();
      for (const { run, events } of batch) {
        for (const event of events) {
          if (event.type === 'AttributesSet') latest.set(run, event.values);
          else if (event.type === 'RunStarted' && event.attributes) latest.set(run, event.attributes);
        }
      }
      forgetRuns(database, Array.from(latest.keys()));
      for (const [run, values] of latest) put(database, run, values);
    },
  };
}

export type AttributeValue = string | number | boolean;

const forgetRuns = forgetIn('attributes');
const insert = prepared((database) => database.prepare('INSERT INTO attributes VALUES (?,?,?,?)'));

function put(database: Database.Database, run: number, values: JsonObject): void {
  for (const [name, value] of Object.entries(values))
    if (isPlain(value)) insert(database).run(run, name, typeof value, storedValue(value));
    else insert(database).run(run, name, NONE, 0);
}

/** A type that nothing is searched for by. */
const NONE = 'null';

function isPlain(value: Json): value is AttributeValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** SQLite has no booleans. */
export function storedValue(value: AttributeValue): string | number {
  return typeof value === 'boolean' ? Number(value) : value;
}

/** Of these runs, by their numbers, as they are stored. */
export function attributesIn(database: Database.Database, runs: readonly number[]): ReadonlyMap<number, JsonObject> {
  if (runs.length === 0) return new Map();
  const rows = database
    .prepare<[string], AttributeRow>(
      'SELECT run, name, type, value FROM views.attributes WHERE run IN (SELECT value FROM json_each(?)) ORDER BY run, name',
    )
    .all(JSON.stringify(runs));
  const found = Map.groupBy(rows, ({ run }) => run);
  return new Map(Array.from(found, ([run, own]) => [run, Object.fromEntries(own.map(attributeOf))]));
}

interface AttributeRow {
  readonly run: number;
  readonly name: string;
  readonly type: string;
  readonly value: string | number;
}

const attributeOf = ({ name, ...stored }: AttributeRow) => [name, valueOf(stored)] as const;

function valueOf({ type, value }: Pick<AttributeRow, 'type' | 'value'>): AttributeValue | null {
  if (type === NONE) return null;
  return type === 'boolean' ? value === 1 : value;
}
