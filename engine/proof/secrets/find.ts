import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';

/** A secret that was found where none may be. */
export interface Found {
  /** Relative to the folder; with table and column, where it is in a database. */
  readonly where: string;
  /** The secret's name. */
  readonly name: string;
  /** How it was written. */
  readonly form: string;
}

interface Needle {
  readonly name: string;
  readonly form: string;
  readonly bytes: Buffer;
}

/** By name. Of few letters they would be found in anything. */
export type Planted = Readonly<Record<string, string>>;

/**
 * Every place in some bytes, or in the files of a folder, that holds one of the secrets: as text, in a URL, in JSON, in base64 at any
 * offset, in hex, in UTF-16. Databases are searched byte by byte and once more value by value, for a value can be spread over pages. `skip`: files
 * that are to hold them, by their path within the folder.
 */
export function findSecrets(
  where: string | Uint8Array,
  secrets: Planted,
  skip: (file: string) => boolean = () => false,
): readonly Found[] {
  const needles = Object.entries(secrets).flatMap(([name, secret]) => needlesOf(name, secret));
  if (typeof where !== 'string') return within(Buffer.from(where), needles, 'the bytes');
  return filesIn(where)
    .filter((file) => !skip(file))
    .flatMap((file) => [...inFile(path.join(where, file), needles, file), ...inDatabase(where, file, needles)]);
}

/** Apart from how secrets are taken out, so that neither forgets what the other does. */
function needlesOf(name: string, secret: string): readonly Needle[] {
  if (secret.length < 12) throw new Error(`The planted secret ${name} is too short to be told from chance.`);
  const bytes = Buffer.from(secret);
  const needle = (form: string, text: string | Buffer): Needle => ({ name, form, bytes: Buffer.from(text as string) });
  const base64 = [0, 1, 2].map((offset) => {
    const whole = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    return whole.slice(offset === 0 ? 0 : offset + 1, Math.floor(((offset + bytes.length) * 4) / 3));
  });
  return [
    needle('text', secret),
    needle('its first half', secret.slice(0, Math.ceil(secret.length / 2))),
    needle('its last half', secret.slice(-Math.ceil(secret.length / 2))),
    needle('URL', encodeURIComponent(secret)),
    needle('JSON', JSON.stringify(secret).slice(1, -1)),
    ...base64.map((text, offset) => needle(`base64 at ${offset}`, text)),
    ...base64.map((text, offset) => needle(`base64url at ${offset}`, text.replaceAll('+', '-').replaceAll('/', '_'))),
    needle('hex', bytes.toString('hex')),
    needle('HEX', bytes.toString('hex').toUpperCase()),
    needle('UTF-16LE', Buffer.from(secret, 'utf16le')),
    needle('UTF-16BE', Buffer.from(secret, 'utf16le').swap16()),
  ];
}

const within = (bytes: Buffer, needles: readonly Needle[], where: string): readonly Found[] =>
  needles.filter((needle) => bytes.includes(needle.bytes)).map(({ name, form }) => ({ where, name, form }));

const CHUNK = 8 * 1024 * 1024;

/** Chunks overlap by the longest needle. */
function inFile(file: string, needles: readonly Needle[], where: string): readonly Found[] {
  const overlap = Math.max(0, ...needles.map(({ bytes }) => bytes.length));
  const buffer = Buffer.alloc(CHUNK + overlap);
  const found = new Map<string, Found>();
  const handle = openSync(file, 'r');
  try {
    for (let at = 0; ; at += CHUNK) {
      const length = readSync(handle, buffer, 0, buffer.length, at);
      for (const each of within(buffer.subarray(0, length), needles, where)) found.set(JSON.stringify(each), each);
      if (length < buffer.length) return [...found.values()];
    }
  } finally {
    closeSync(handle);
  }
}

function filesIn(folder: string): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}

const HEADER = 'SQLite format 3\0';

function inDatabase(folder: string, file: string, needles: readonly Needle[]): readonly Found[] {
  const whole = path.join(folder, file);
  if (!isDatabase(whole)) return [];
  const database = new Database(whole, { readonly: true });
  try {
    return tablesOf(database).flatMap((table) => inTable(database, table, needles, file));
  } finally {
    database.close();
  }
}

function isDatabase(file: string): boolean {
  const start = Buffer.alloc(HEADER.length);
  const handle = openSync(file, 'r');
  readSync(handle, start, 0, start.length, 0);
  closeSync(handle);
  return start.toString('latin1') === HEADER;
}

const tablesOf = (database: Database.Database): readonly string[] =>
  database.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();

function inTable(
  database: Database.Database,
  table: string,
  needles: readonly Needle[],
  file: string,
): readonly Found[] {
  const found = new Map<string, Found>();
  const rows = database.prepare<[], Record<string, unknown>>(`SELECT * FROM "${table}"`).iterate();
  for (const row of rows)
    for (const [column, value] of Object.entries(row)) {
      const bytes = typeof value === 'string' || value instanceof Uint8Array ? Buffer.from(value as string) : null;
      const where = `${file}, ${table}.${column}`;
      for (const each of bytes === null ? [] : within(bytes, needles, where)) found.set(JSON.stringify(each), each);
    }
  return [...found.values()];
}
