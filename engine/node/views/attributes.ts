import type Database from 'better-sqlite3';
import type { Json, JsonObject } from '../../core/json.ts';
import type { Projection } from '../projection.ts';
import { forgetIn, prepared } from './prepared.ts';

/** Search attributes of all runs that are kept, found by equality and by range. What is null, or no plain value, cannot be searched for. */
export function attributesProjection(): Projection {
  return {
    name: 'attributes',
    version: 1,
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
}

function isPlain(value: Json): value is AttributeValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** SQLite has no booleans. */
export function storedValue(value: AttributeValue): string | number {
  return typeof value === 'boolean' ? Number(value) : value;
}
