import Database from 'better-sqlite3';

/** A database as text, so that a recorded one can be read and compared in the repository. */
export function dumpOf(file: string): string {
  const database = new Database(file, { readonly: true });
  const schema = database
    .prepare<[], { name: string; type: string; sql: string }>(
      "SELECT name, type, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid",
    )
    .all();
  const rows = schema.flatMap(({ name, type }) => (type === 'table' ? insertsOf(database, name) : []));
  const pragmas = ['application_id', 'user_version'].map(
    (name) => `PRAGMA ${name} = ${String(database.pragma(name, { simple: true }))}`,
  );
  database.close();
  return [...schema.map(({ sql }) => sql), ...rows, ...pragmas].map((line) => `${line};\n`).join('');
}

function insertsOf(database: Database.Database, table: string): readonly string[] {
  const columns = database.prepare<[], string>(`SELECT name FROM pragma_table_info('${table}')`).pluck().all();
  const quoted = columns.map((column) => `quote(${column})`).join(" || ', ' || ");
  return database
    .prepare<[], string>(`SELECT 'INSERT INTO ${table} VALUES (' || ${quoted} || ')' FROM ${table}`)
    .pluck()
    .all();
}

export function restoreDump(file: string, sql: string): void {
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  database.exec(sql);
  database.close();
}
