import type Database from 'better-sqlite3';

/** Statements made once for each connection. */
export function prepared<T>(build: (database: Database.Database) => T): (database: Database.Database) => T {
  const known = new WeakMap<Database.Database, T>();
  return (database) => {
    const found = known.get(database);
    if (found) return found;
    const made = build(database);
    known.set(database, made);
    return made;
  };
}

/** `DELETE … WHERE run IN` for many runs at once. */
export const forgetIn = (table: string) => {
  const statement = prepared((database) =>
    database.prepare<[string]>(`DELETE FROM ${table} WHERE run IN (SELECT value FROM json_each(?))`),
  );
  return (database: Database.Database, runs: readonly number[]): void => {
    if (runs.length > 0) statement(database).run(JSON.stringify(runs));
  };
};
