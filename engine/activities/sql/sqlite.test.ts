import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sqlActivity } from './index.ts';
import { type Caller, callerOf } from './testing/caller.ts';

let outer = '';
let workspace = '';
let db: Caller;
beforeEach(async () => {
  outer = await realpath(await mkdtemp(path.join(tmpdir(), 'sagaloom-sqlite-')));
  workspace = path.join(outer, 'workspace');
  mkdirSync(path.join(workspace, 'data'), { recursive: true });
  db = callerOf({ workspace, connection: { type: 'sqlite', file: 'data/a.db' } });
});
afterEach(async () => {
  await sqlActivity.close?.();
  await rm(outer, { recursive: true, force: true });
});

const byUrl = (url: string) =>
  ({ connection: undefined, url, statement: 'CREATE TABLE t (a)' }) as unknown as { statement: string };

describe('sql on a file of the workspace', () => {
  test('by a connection or by its url it is the same file', async () => {
    await db.done('CREATE TABLE t (a)');
    await db.done({ statement: 'INSERT INTO t VALUES (?)', parameters: [1] });
    expect(
      await db.done({ ...byUrl('sqlite:data/a.db'), statement: 'SELECT a, typeof(a) AS type FROM t' }),
    ).toMatchObject({
      rows: [{ a: 1, type: 'integer' }],
    });
    expect(existsSync(path.join(workspace, 'data', 'a.db'))).toBe(true);
  });

  test.each([
    '../x.db',
    '/tmp/x.db',
    '.sagaloom/engine.db',
    'out/x.db',
    'link.db',
    'node_modules/x.db',
    ':memory:',
    '',
    'data/../../x.db',
    'sagaloom.config.json',
  ])('[AT2] %j is no file it may have', async (file) => {
    symlinkSync(outer, path.join(workspace, 'out'));
    symlinkSync(path.join(outer, 'x.db'), path.join(workspace, 'link.db'));
    mkdirSync(path.join(workspace, '.sagaloom'));
    const error = await db.failure(byUrl(`sqlite:${file}`));
    expect([error.effect, error.retryable]).toEqual(['none', false]);
    expect(readdirSync(outer)).toEqual(['workspace']);
  });

  test.each([
    "ATTACH DATABASE '/tmp/x.db' AS x",
    "/* a */ attach database 'x' as y",
    "VACUUM INTO 'copy.db'",
    'VACUUM',
    'PRAGMA query_only = OFF',
    'PRAGMA journal_mode = OFF',
    'DETACH x',
    'EXPLAIN',
    "SELECT load_extension('x')",
    "SELECT writefile('x', 'y')",
  ])('[AT2] %s is refused', async (statement) => {
    const error = await db.failure(statement);
    expect([error.effect, error.retryable]).toEqual(['none', false]);
    expect(readdirSync(path.join(workspace, 'data')).filter((name) => !name.startsWith('a.db'))).toEqual([]);
  });

  test('parameters by name; JSON, truth and bytes', async () => {
    await db.done('CREATE TABLE t (a, b, c, d)');
    await db.done({
      statement: 'INSERT INTO t VALUES (:a, @b, $c, :d)',
      parameters: { a: true, b: { x: [1] }, c: { $base64: '3q0=' }, d: 1.5 },
    });
    expect(await db.rows('SELECT a, b, c, d FROM t')).toEqual([
      { a: 1, b: '{"x":[1]}', c: { $base64: '3q0=' }, d: 1.5 },
    ]);
    expect(await db.failure({ statement: 'SELECT :a', parameters: { b: 1 } })).toMatchObject({
      type: 'sql.parameters',
      effect: 'none',
    });
  });

  test('a long statement stalls nothing else of the process', async () => {
    const slow = db.failure({
      statement:
        'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000000000) SELECT count(*) FROM n',
      timeout: '600ms',
    });
    let longest = 0;
    let last = performance.now();
    const timer = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 5);
    expect(await slow).toMatchObject({ type: 'sql.timeout', effect: 'none' });
    clearInterval(timer);
    expect(longest).toBeLessThan(400);
  });

  test('[AT2] another program that holds the file: sql.locked, none, again', async () => {
    await db.done('CREATE TABLE t (a)');
    const other = new Database(path.join(workspace, 'data', 'a.db'));
    other.exec('BEGIN IMMEDIATE');
    const impatient = callerOf({ workspace, connection: { type: 'sqlite', file: 'data/a.db', busyTimeout: '50ms' } });
    expect(await impatient.failure('INSERT INTO t VALUES (1)')).toMatchObject({
      type: 'sql.locked',
      effect: 'none',
      retryable: true,
    });
    other.exec('COMMIT');
    other.close();
    expect(await impatient.done('INSERT INTO t VALUES (1)')).toMatchObject({ affected: 1 });
  });

  test('[AT2] a foreign key looked at late refuses the COMMIT, which is rolled back: none', async () => {
    await db.done('CREATE TABLE p (id INTEGER PRIMARY KEY)');
    await db.done('CREATE TABLE c (p INTEGER REFERENCES p DEFERRABLE INITIALLY DEFERRED)');
    expect(await db.failure('INSERT INTO c VALUES (9)')).toMatchObject({ type: 'sql.foreignKey', effect: 'none' });
    expect(await db.rows('SELECT * FROM c')).toEqual([]);
  });

  test('[AT2] what is no database is told, and left as it is', async () => {
    const { writeFileSync, readFileSync } = await import('node:fs');
    writeFileSync(path.join(workspace, 'data', 'a.db'), 'x'.repeat(5_000));
    expect(await db.failure('SELECT 1')).toMatchObject({ type: 'sql.connection', effect: 'none', retryable: false });
    expect(readFileSync(path.join(workspace, 'data', 'a.db'), 'utf8')).toBe('x'.repeat(5_000));
  });

  test('the processes end with the activity, and it begins anew', async () => {
    await db.done('CREATE TABLE t (a)');
    await sqlActivity.close?.();
    expect(await db.rows('SELECT count(*) AS n FROM t')).toEqual([{ n: 0 }]);
  });
});

describe('sql: which database', () => {
  test.each([
    [{ connection: 'none' }, /no connection none/],
    [{ connection: undefined, url: 'http://u:s3cret@h/' }, /begins with none of/],
    [{ connection: undefined, url: 'postgres://u:s3cret@h/db?sslmode=prefer' }, /not of the form/],
    [{ connection: undefined, url: 'postgres://u:s3cret@h/db?options=-c' }, /not of the form/],
    [{ connection: undefined, url: 'postgres://' }, /not of the form|names no host/],
    [{ connection: undefined }, /connection or a url/],
  ])('[AT2] %j is refused, and its secrets are not told', async (change, expected) => {
    const error = await db.failure({ statement: 'SELECT 1', ...change } as unknown as { statement: string });
    expect(error).toMatchObject({ type: 'activity.input', effect: 'none', retryable: false });
    expect(error.message).toMatch(expected);
    expect(JSON.stringify(error)).not.toContain('s3cret');
  });

  test('[AT2] a server that nobody is: none, and it may be tried again', async () => {
    const gone = callerOf({ workspace, connection: { type: 'mysql', url: 'mysql://u:s3cret@127.0.0.1:1/db' } });
    const error = await gone.failure('SELECT 1');
    expect(error).toMatchObject({ type: 'sql.connection', effect: 'none' });
    expect(error.retryable).toBeUndefined();
    expect(JSON.stringify(error)).not.toContain('s3cret');
  });
});
