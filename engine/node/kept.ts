import type Database from 'better-sqlite3';
import type { Json } from '../core/json.ts';

/** Small JSON documents that the database keeps, by name. Each write is durable when it returns. */
export interface Kept {
  get(name: string): Json | null;
  set(name: string, value: Json): void;
  remove(name: string): void;
  /** Those whose names begin so, by name. */
  beginning(prefix: string): readonly { readonly name: string; readonly value: Json }[];
}

export function keptIn(database: Database.Database): Kept {
  const get = database.prepare<[string], string>('SELECT value FROM settings WHERE name = ?').pluck();
  const set = database.prepare<[string, string]>('INSERT OR REPLACE INTO settings VALUES (?, ?)');
  const remove = database.prepare<[string]>('DELETE FROM settings WHERE name = ?');
  const beginning = database.prepare<[string, string], { name: string; value: string }>(
    'SELECT name, value FROM settings WHERE name >= ? AND name < ? ORDER BY name',
  );
  const read = (text: string): Json => JSON.parse(text) as Json; // written here
  return {
    get(name) {
      const text = get.get(name);
      return text === undefined ? null : read(text);
    },
    set: (name, value) => void set.run(name, JSON.stringify(value)),
    remove: (name) => void remove.run(name),
    beginning: (prefix) =>
      beginning.all(prefix, `${prefix}\u{10FFFF}`).map(({ name, value }) => ({ name, value: read(value) })),
  };
}
