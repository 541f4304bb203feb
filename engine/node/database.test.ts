import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test, vi } from 'vitest';
import { openReadable, openWritable } from './database.ts';
import { migrate, SCHEMA_VERSION, userVersion } from './migrations.ts';
import { startChild } from './testing/child.ts';
import { testFolder } from './testing/folder.ts';
import { leaveUnfinished } from './testing/unfinished.ts';

vi.setConfig({ testTimeout: 60_000 }); // processes are started, and the machine may be busy

const NOBODY = 65_534;

/** One line, and it says what to do. */
const oneLine = expect.stringMatching(/^[^\n]+\. [^\n]+\.$/);

describe('a database', () => {
  test('is made with its folder, for its owner only, and waits for the disk at each commit', () => {
    const file = join(testFolder(), 'deep', '.sagaloom', 'runs.db');
    const database = openWritable(file);
    expect(database.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(database.pragma('synchronous', { simple: true })).toBe(2);
    const modes = readdirSync(join(file, '..')).map((name) => statSync(join(file, '..', name)).mode & 0o777);
    expect(modes).toEqual([0o600, 0o600, 0o600]); // with -wal and -shm
    expect(statSync(join(file, '..')).mode & 0o777).toBe(0o700);
    database.close();
  });

  test('[HO1] left in the midst of its first write it can be opened again; a reader is told how', () => {
    const folder = testFolder();
    const file = join(folder, 'runs.db');
    leaveUnfinished(join(folder, 'made.db'), file);
    expect(() => openReadable(file)).toThrow(expect.objectContaining({ code: 'database.older', message: oneLine }));
    openWritable(file).close();
    openReadable(file).close();
  });

  test('[HO5] from the future is refused and left as it is, byte by byte', () => {
    const file = join(testFolder(), 'runs.db');
    const database = openWritable(file);
    database.pragma(`user_version = ${SCHEMA_VERSION + 1}`);
    database.close();
    const before = readFileSync(file);
    for (const open of [openWritable, openReadable]) {
      expect(() => open(file)).toThrow(expect.objectContaining({ code: 'database.newer', message: oneLine }));
    }
    expect(readFileSync(file)).toEqual(before);
  });

  test('of another program is refused and left as it is', () => {
    const file = join(testFolder(), 'theirs.db');
    const theirs = new Database(file);
    theirs.exec('CREATE TABLE bookmarks (url TEXT); PRAGMA user_version = 1;');
    theirs.close();
    const before = readFileSync(file);
    for (const open of [openWritable, openReadable]) {
      expect(() => open(file)).toThrow(expect.objectContaining({ code: 'database.foreign', message: oneLine }));
    }
    expect(readFileSync(file)).toEqual(before);
  });

  test.each([
    ['a text', 'This is no database, but a text that somebody wrote and wants to keep. '.repeat(30)],
    ['a damaged header', `SQLite format 3\0${'\xff'.repeat(4_000)}`],
  ])('%s is refused and left as it is', (_, content) => {
    const file = join(testFolder(), 'notes.txt');
    writeFileSync(file, content, 'latin1');
    const before = readFileSync(file);
    for (const open of [openWritable, openReadable]) {
      expect(() => open(file)).toThrow(expect.objectContaining({ code: 'database.corrupt', message: oneLine }));
    }
    expect(readFileSync(file)).toEqual(before);
  });

  test('that is not there cannot be read', () => {
    const file = join(testFolder(), 'none.db');
    expect(() => openReadable(file)).toThrow(expect.objectContaining({ code: 'database.missing', message: oneLine }));
    expect(() => statSync(file)).toThrow();
  });

  test('of an older Sagaloom is not read before it is brought up to date', () => {
    const file = join(testFolder(), 'runs.db');
    writeFileSync(file, '');
    expect(() => openReadable(file)).toThrow(expect.objectContaining({ code: 'database.older', message: oneLine }));
  });

  test('that is a folder is refused', () => {
    const file = join(testFolder(), 'folder.db');
    mkdirSync(file);
    expect(() => openWritable(file)).toThrow(expect.objectContaining({ code: 'database.readOnly', message: oneLine }));
  });

  test('in a folder that may not be written is refused, with nothing left behind', async () => {
    const folder = testFolder();
    chmodSync(folder, 0o555);
    const child = startChild(
      './open-child.ts',
      [join(folder, 'runs.db')],
      process.getuid?.() === 0 ? NOBODY : undefined,
    );
    expect(await child.line()).toEqual({ code: 'database.readOnly', message: oneLine });
    await child.kill();
    expect(readdirSync(folder)).toEqual([]);
    chmodSync(folder, 0o755);
  });
});

describe('migrations', () => {
  test('each step is made once, with its number', () => {
    const database = new Database(':memory:');
    migrate(database, ['CREATE TABLE a (x)']);
    migrate(database, ['CREATE TABLE a (x)', 'CREATE TABLE b (x)']);
    expect(userVersion(database)).toBe(2);
  });

  test('a step that fails leaves nothing of itself', () => {
    const database = new Database(':memory:');
    expect(() => migrate(database, ['CREATE TABLE a (x)', 'CREATE TABLE b (x); CREATE TABLE a (x);'])).toThrow(
      /already exists/,
    );
    expect(userVersion(database)).toBe(1);
    expect(database.prepare('SELECT name FROM sqlite_schema').pluck().all()).toEqual(['a']);
  });
});
