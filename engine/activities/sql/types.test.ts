import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../../core/json.ts';
import { sqlActivity } from './index.ts';
import { type Caller, callerOf } from './testing/caller.ts';
import { hasMariadb, mariadbSubject } from './testing/mariadb.ts';
import { hasPostgres, postgresSubject } from './testing/postgres.ts';
import type { Subject } from './testing/subject.ts';

const title = (name: string, isThere: boolean): string =>
  isThere ? name : `${name} IS NOT INSTALLED: nothing of it was tested`;

describe(`sql types: ${title('PostgreSQL', hasPostgres)}`, () => {
  describe.skipIf(!hasPostgres)('as JSON', () => {
    let subject: Subject;
    let db: Caller;
    beforeAll(async () => {
      subject = await postgresSubject();
      db = callerOf(subject);
    }, 120_000);
    afterAll(async () => {
      await sqlActivity.close?.();
      await subject.end();
    });
    const valueOf = async (expression: string, ...parameters: readonly Json[]): Promise<Json> =>
      (await db.rows(`SELECT ${expression} AS x`, ...parameters))[0]?.['x'] ?? null;

    test.each([
      ['true', true],
      ['1::int2', 1],
      ['9007199254740991::int8', 9007199254740991],
      ['9007199254740993::int8', '9007199254740993'],
      ["'12.50'::numeric", 12.5],
      ["'0.1234567890123456789'::numeric", '0.1234567890123456789'],
      ["'NaN'::numeric", 'NaN'],
      ['0.1::float4', 0.1],
      ["'Infinity'::float8", 'Infinity'],
      ["'abc'::char(5)", 'abc  '],
      [String.raw`'\xdeadbeef'::bytea`, { $base64: '3q2+7w==' }],
      ['\'{"a": [1, null]}\'::jsonb', { a: [1, null] }],
      ["'2024-02-29'::date", '2024-02-29'],
      ["'2024-01-02 03:04:05.123456+02'::timestamptz", '2024-01-02T01:04:05.123456Z'],
      ["'2024-01-02 03:04:05'::timestamp", '2024-01-02T03:04:05'],
      ["'infinity'::timestamptz", 'infinity'],
      ["'1 day 2 hours'::interval", 'P1DT2H'],
      ["'6ba7b810-9dad-11d1-80b4-00c04fd430c8'::uuid", '6ba7b810-9dad-11d1-80b4-00c04fd430c8'],
      ["'[1,5)'::int4range", '[1,5)'],
      ["'{1,NULL,3}'::int[]", [1, null, 3]],
      ["'{}'::int[]", []],
      ["'[2:3]={1,2}'::int[]", [1, 2]],
      [
        "'{{1,2},{3,4}}'::int8[]",
        [
          [1, 2],
          [3, 4],
        ],
      ],
      [String.raw`ARRAY['a b', 'NULL', '', 'q"\,{}', NULL]`, ['a b', 'NULL', '', 'q"\\,{}', null]],
      ["ARRAY['2024-01-02 03:04:05+00'::timestamptz]", ['2024-01-02T03:04:05Z']],
      ['ARRAY[\'{"a":1}\'::jsonb]', [{ a: 1 }]],
      ['NULL', null],
      ["''", ''],
    ] as const)('%s', async (expression, expected) => {
      expect(await valueOf(expression)).toEqual(expected);
    });

    test.each([
      ['$1::int[]', [1, null, 3]],
      ['$1::text[]', ['a"b', String.raw`\ {},`, 'NULL', '', null]],
      [
        '$1::int[]',
        [
          [1, 2],
          [3, 4],
        ],
      ],
      ['$1::jsonb', [1, { a: ['x'] }]],
      ['$1::jsonb', { a: null }],
      ['$1::bytea[]', [{ $base64: '3q0=' }]],
      ['$1::timestamptz', '2024-01-02T03:04:05.5Z'],
      ['$1::numeric', '123456789012345678901234567890.5'],
    ] as const)('%s is given %j and gives it back', async (expression, value) => {
      expect(await valueOf(expression, value)).toEqual(value);
    });

    test('a list is an array where the statement has one', async () => {
      expect(await db.rows('SELECT x FROM generate_series(1, 5) AS x WHERE x = ANY($1)', [2, 4])).toEqual([
        { x: 2 },
        { x: 4 },
      ]);
    });

    test('[AT2] a key looked at late refuses the COMMIT itself, which is rolled back: none', async () => {
      await db.done('CREATE TABLE parent (id int PRIMARY KEY)');
      await db.done('CREATE TABLE late (p int REFERENCES parent DEFERRABLE INITIALLY DEFERRED)');
      expect(await db.failure('INSERT INTO late VALUES (9)')).toMatchObject({
        type: 'sql.foreignKey',
        effect: 'none',
        retryable: false,
      });
      expect(await db.rows('SELECT * FROM late')).toEqual([]);
    });

    test('[AT2] transactions that could not have been one after the other: sql.serialization, none, again', async () => {
      await db.done('CREATE TABLE s (id int PRIMARY KEY, n int)');
      await db.done('INSERT INTO s VALUES (1, 0), (2, 0)');
      const skew = (id: number) => ({
        isolation: 'serializable',
        statements: [
          { statement: 'SELECT sum(n) FROM s' },
          { statement: 'SELECT pg_sleep(0.5)' },
          { statement: 'UPDATE s SET n = n + 1 WHERE id = $1', parameters: [id] },
        ],
      });
      const ends = await Promise.all([db.attempt(skew(1)), db.attempt(skew(2))]);
      expect(ends.find(({ kind }) => kind === 'failed')).toMatchObject({
        error: { type: 'sql.serialization', retryable: true, effect: 'none' },
      });
    });

    test('COPY reads and writes nothing of this machine', async () => {
      await db.done('CREATE TABLE c (a int)');
      expect(await db.failure('COPY c FROM STDIN')).toMatchObject({ effect: 'none' });
      expect(await db.done('COPY c TO STDOUT')).toMatchObject({ rows: [] });
      expect(await valueOf('1')).toBe(1);
    });
  });
});

describe(`sql types: ${title('MariaDB', hasMariadb)}`, () => {
  describe.skipIf(!hasMariadb)('as JSON', () => {
    let subject: Subject;
    let db: Caller;
    beforeAll(async () => {
      subject = await mariadbSubject();
      db = callerOf(subject);
    }, 120_000);
    afterAll(async () => {
      await sqlActivity.close?.();
      await subject.end();
    });

    test.each([
      ['BOOLEAN', 'TRUE', 1],
      ['TINYINT UNSIGNED', '255', 255],
      ['BIGINT', '-9223372036854775808', '-9223372036854775808'],
      ['BIGINT UNSIGNED', '18446744073709551615', '18446744073709551615'],
      ['BIGINT', '9007199254740991', 9007199254740991],
      ['DECIMAL(20,2)', '12.50', 12.5],
      ['DECIMAL(30,20)', '0.12345678901234567891', '0.12345678901234567891'],
      ['FLOAT', '0.1', 0.1],
      ['DOUBLE', '1e300', 1e300],
      ['BIT(8)', "b'101'", 5],
      ['VARBINARY(4)', "x'deadbeef'", { $base64: '3q2+7w==' }],
      ['JSON', '\'{"a": [1, null]}\'', { a: [1, null] }],
      ['DATE', "'2024-02-29'", '2024-02-29'],
      ['DATETIME(6)', "'2024-01-02 03:04:05.123456'", '2024-01-02T03:04:05.123456'],
      ['TIMESTAMP', "'2024-01-02 03:04:05'", '2024-01-02T03:04:05Z'],
      ['TIME', "'-10:30:00'", '-10:30:00'],
      ['YEAR', '2024', 2024],
      ["ENUM('a','b')", "'b'", 'b'],
      ['UUID', "'6ba7b810-9dad-11d1-80b4-00c04fd430c8'", '6ba7b810-9dad-11d1-80b4-00c04fd430c8'],
      ['INT', 'NULL', null],
    ] as const)('%s %s', async (type, literal, expected) => {
      await db.done('DROP TABLE IF EXISTS v');
      await db.done(`CREATE TABLE v (x ${type})`);
      await db.done(`INSERT INTO v VALUES (${literal})`);
      expect(await db.rows('SELECT x FROM v')).toEqual([{ x: expected }]);
    });

    test('parameters by name, several times and in any order; one that is missing is told', async () => {
      expect(
        await db.done({ statement: "SELECT :b AS b, :a AS a, :b AS c, ':a' AS d", parameters: { a: 1, b: 'x' } }),
      ).toMatchObject({
        rows: [{ b: 'x', a: 1, c: 'x', d: ':a' }],
      });
      expect(await db.failure({ statement: 'SELECT :a', parameters: { b: 1 } })).toMatchObject({
        type: 'sql.parameters',
        effect: 'none',
      });
    });

    test('the id of a new row, and LIMIT by parameter', async () => {
      await db.done('CREATE TABLE a (id BIGINT AUTO_INCREMENT PRIMARY KEY, n INT)');
      expect(await db.done({ statement: 'INSERT INTO a (n) VALUES (?)', parameters: [1] })).toMatchObject({
        affected: 1,
        lastId: 1,
      });
      expect(await db.done({ statement: 'INSERT INTO a (n) VALUES (?), (?)', parameters: [1, 2] })).toMatchObject({
        affected: 2,
        lastId: 2,
      });
      expect(await db.rows('SELECT id FROM a ORDER BY id LIMIT ?', 2)).toEqual([{ id: 1 }, { id: 2 }]);
    });

    test('[AT2] a definition ends the transaction: what fails after it is unknown, and once says so', async () => {
      await db.done('CREATE TABLE d (id INT PRIMARY KEY)');
      const statements = (name: string) => [
        { statement: 'INSERT INTO d VALUES (1)' },
        { statement: `CREATE TABLE ${name} (a INT)` },
        { statement: 'SELECT * FROM nowhere' },
      ];
      expect(await db.failure({ statements: statements('e1') })).toMatchObject({
        type: 'sql.noTable',
        effect: 'unknown',
      });
      expect(await db.rows('SELECT * FROM d')).toEqual([{ id: 1 }]);
      await db.done('DELETE FROM d');
      expect(await db.failure({ statements: statements('e2'), once: true }, { key: 'ddl' })).toMatchObject({
        effect: 'unknown',
      });
      expect(await db.failure({ statements: statements('e3'), once: true }, { key: 'ddl' })).toMatchObject({
        type: 'sql.implicitCommit',
        retryable: false,
      });
    });

    test('[AT2] tables that know no transactions stay changed, which is told: unknown', async () => {
      await db.done('CREATE TABLE my (id INT PRIMARY KEY) ENGINE=MyISAM');
      const error = await db.failure({
        statements: [{ statement: 'INSERT INTO my VALUES (1)' }, { statement: 'SELECT * FROM nowhere' }],
      });
      expect(error).toMatchObject({ type: 'sql.noTable', effect: 'unknown' });
    });

    test('no file of this machine is read for the server', async () => {
      await db.done('CREATE TABLE f (a TEXT)');
      expect(await db.failure("LOAD DATA LOCAL INFILE '/etc/hostname' INTO TABLE f")).toMatchObject({
        type: expect.stringMatching(/^sql/) as string,
      });
      expect(await db.rows('SELECT * FROM f')).toEqual([]);
    });

    test('procedures give their first result', async () => {
      await db.done('CREATE PROCEDURE p(IN n INT) BEGIN SELECT n + 1 AS a; SELECT 2 AS b; END');
      expect(await db.rows('CALL p(?)', 1)).toEqual([{ a: 2 }]);
    });
  });
});
