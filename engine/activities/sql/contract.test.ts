import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Json } from '../../core/json.ts';
import { sqlActivity } from './index.ts';
import { type Caller, callerOf } from './testing/caller.ts';
import type { Subject } from './testing/subject.ts';
import { suites } from './testing/subjects.ts';

describe.each(suites)('sql: $title', ({ isThere, make }) => {
  describe.skipIf(!isThere)('as all databases', () => {
    let subject: Subject;
    let db: Caller;
    beforeAll(async () => {
      subject = await make();
      db = callerOf(subject);
    }, 120_000);
    afterAll(async () => {
      await sqlActivity.close?.();
      await subject.end();
    });
    beforeEach(async () => {
      const { integer, text } = subject.types;
      await db.done('DROP TABLE IF EXISTS child');
      await db.done('DROP TABLE IF EXISTS item');
      const short = subject.name === 'MariaDB' ? 'VARCHAR(100)' : text;
      await db.done(
        `CREATE TABLE item (id ${integer} PRIMARY KEY, name ${short} NOT NULL UNIQUE, count ${integer} CHECK (count >= 0))`,
      );
      await db.done(`CREATE TABLE child (item ${integer} NOT NULL, FOREIGN KEY (item) REFERENCES item (id))`);
    });

    const insert = (id: Json, name: Json, count: Json = 0) => ({
      statement: `INSERT INTO item (id, name, count) VALUES (${[1, 2, 3].map((n) => subject.place(n)).join(', ')})`,
      parameters: [id, name, count],
    });
    const countItems = async () => (await db.rows('SELECT count(*) AS n FROM item'))[0]?.['n'];

    test('gives rows by their columns, how many there are, and how many were written', async () => {
      expect(await db.done(insert(1, 'a', 5))).toMatchObject({ rows: [], rowCount: 0, affected: 1 });
      await db.done(insert(2, 'b', null));
      expect(await db.done('SELECT id, name, count FROM item ORDER BY id')).toEqual({
        rows: [
          { id: 1, name: 'a', count: 5 },
          { id: 2, name: 'b', count: null },
        ],
        rowCount: 2,
        affected: 0,
        lastId: null,
      });
      // of rows that are as they should be already, each is found to write
      expect(await db.done("UPDATE item SET name = name WHERE name IN ('a', 'b', 'c')")).toMatchObject({ affected: 2 });
      expect(await db.done('DELETE FROM item')).toMatchObject({ affected: 2 });
    });

    test('of several statements there is a list, and INSERT … RETURNING both gives and writes', async () => {
      const { place } = subject;
      const results = await db.all({
        statements: [
          { statement: `INSERT INTO item (id, name) VALUES (1, ${place(1)}) RETURNING id, name`, parameters: ['x'] },
          { statement: 'SELECT name FROM item' },
        ],
      });
      expect(results).toMatchObject([
        { rows: [{ id: 1, name: 'x' }], rowCount: 1, affected: 1 },
        { rows: [{ name: 'x' }], affected: 0 },
      ]);
    });

    test('a value that looks like SQL is a value', async () => {
      const hostile = "x'); DROP TABLE item; --";
      await db.done(insert(1, hostile));
      expect(await db.rows('SELECT name FROM item')).toEqual([{ name: hostile }]);
    });

    test('two columns of one name are an error, for one would be lost', async () => {
      expect(await db.failure('SELECT 1 AS a, 2 AS a')).toMatchObject({ type: 'sql.columns', effect: 'none' });
    });

    test.each([
      ['unique', 'sql.unique', () => insert(2, 'a')],
      ['unique key', 'sql.unique', () => insert(1, 'b')],
      ['NOT NULL', 'sql.notNull', () => insert(2, null)],
      ['CHECK', 'sql.check', () => insert(2, 'b', -1)],
      ['foreign key', 'sql.foreignKey', () => ({ statement: 'INSERT INTO child (item) VALUES (99)' })],
      ['no such table', 'sql.noTable', () => ({ statement: 'SELECT * FROM nowhere' })],
      ['no such column', 'sql.noColumn', () => ({ statement: 'SELECT absent FROM item' })],
      ['no SQL', 'sql.syntax', () => ({ statement: 'SELECT FROM WHERE' })],
      ['two statements', 'sql.syntax', () => ({ statement: 'SELECT 1; SELECT 2' })],
    ] as const)('[AT2] %s: %s, effect none, final', async (_, type, input) => {
      await db.done(insert(1, 'a'));
      expect(await db.failure(input())).toMatchObject({ type, effect: 'none', retryable: false });
      expect(await countItems()).toBe(1);
    });

    test('parameters that do not fit their places are the error sql.parameters', async () => {
      const { statement } = insert(1, 'a');
      const few = await db.failure({ statement, parameters: [1] });
      const many = await db.failure({ statement, parameters: [1, 'a', 1, 1] });
      expect([few.type, many.type]).toEqual(['sql.parameters', 'sql.parameters']);
      expect([few.effect, many.effect]).toEqual(['none', 'none']);
    });

    test('[AT2] what fails takes back what was done before it, and says which it was', async () => {
      const error = await db.failure({ statements: [insert(1, 'a'), insert(2, 'a')] });
      expect(error).toMatchObject({ type: 'sql.unique', effect: 'none' });
      expect(error.message).toContain('Statement 2 of 2');
      expect(await countItems()).toBe(0);
    });

    test('[AT2] an expectation that does not hold takes back all', async () => {
      const statements = [
        { ...insert(1, 'a'), expect: { affected: 1 } },
        { statement: 'UPDATE item SET count = 1 WHERE id = 99', expect: { affected: 1 } },
      ];
      expect(await db.failure({ statements })).toMatchObject({
        type: 'sql.expectation',
        effect: 'none',
        details: { statement: 1, affected: 0, expected: 1 },
      });
      expect(await countItems()).toBe(0);
      expect(await db.failure({ statement: 'SELECT * FROM item', expect: { rows: 1 } })).toMatchObject({
        type: 'sql.expectation',
      });
      expect(await db.done({ statement: 'SELECT * FROM item', expect: { rows: 0 } })).toMatchObject({ rowCount: 0 });
    });

    test('[AT2] more rows than allowed are an error, and what the statements wrote is taken back', async () => {
      await db.all({ statements: [insert(1, 'a'), insert(2, 'b'), insert(3, 'c')] });
      const error = await db.failure({ statements: [insert(4, 'd'), { statement: 'SELECT * FROM item' }], maxRows: 3 });
      expect(error).toMatchObject({ type: 'sql.tooManyRows', effect: 'none', retryable: false });
      expect(await db.done({ statement: 'SELECT * FROM item', maxRows: 3 })).toMatchObject({ rowCount: 3 });
    });

    test('the rest of far too many rows is not read', async () => {
      const endless = {
        SQLite: 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n',
        PostgreSQL: 'WITH RECURSIVE n(i) AS (SELECT 1::bigint UNION ALL SELECT i + 1 FROM n) SELECT i FROM n',
        MariaDB: 'SELECT seq FROM seq_1_to_1000000000000',
      }[subject.name];
      expect(await db.failure(endless)).toMatchObject({ type: 'sql.tooManyRows', effect: 'none' });
    });

    test('rows of more than 16 MiB are an error', async () => {
      const wide = {
        SQLite: "printf('%.*c', 1000000, 'x')",
        PostgreSQL: "repeat('x', 1000000)",
        MariaDB: "repeat('x', 1000000)",
      }[subject.name];
      const rows = Array.from({ length: 20 }, (_, index) => `SELECT ${index} AS i, ${wide} AS w`).join(' UNION ALL ');
      expect(await db.failure(rows)).toMatchObject({ type: 'sql.tooLarge', effect: 'none', retryable: false });
    });

    test.each(['BEGIN', 'COMMIT', '/* x */ ROLLBACK', '-- x\n SAVEPOINT a', '; END', '/* /* */ COMMIT */ SELECT 1'])(
      'the transaction is the step’s own: %s is refused',
      async (statement) => {
        expect(await db.failure(statement)).toMatchObject({ type: 'activity.input', effect: 'none' });
      },
    );

    test('[AT2] readOnly writes nothing, and whatever it fails of has effect none', async () => {
      const error = await db.failure({ ...insert(1, 'a'), readOnly: true });
      expect(error).toMatchObject({ type: 'sql.readOnly', effect: 'none', retryable: false });
      expect(await db.done({ statement: 'SELECT * FROM item', readOnly: true })).toMatchObject({ rowCount: 0 });
      await db.done(insert(1, 'a')); // the connection is not read-only for good
    });

    test.each(['readCommitted', 'repeatableRead', 'serializable'] as const)(
      'isolation %s is taken',
      async (isolation) => {
        expect(await db.done({ ...insert(1, 'a'), isolation })).toMatchObject({ affected: 1 });
      },
    );

    test('[AT2] its own timeout stops the statement at the database: sql.timeout, none', async () => {
      const error = await db.failure({ statements: [insert(1, 'a'), { statement: subject.slow }], timeout: '100ms' });
      expect(error).toMatchObject({ type: 'sql.timeout', effect: 'none' });
      await db.done(insert(1, 'a')); // would wait for ever, were the other's transaction still there
    });

    test('[AT2] an abort stops the statement at the database: cancelled, none', async () => {
      const stop = new AbortController();
      const pending = db.failure({ statements: [insert(1, 'a'), { statement: subject.slow }] }, {}, stop.signal);
      setTimeout(() => stop.abort(), 150);
      expect(await pending).toMatchObject({ type: 'cancelled', effect: 'none' });
      await db.done(insert(1, 'a'));
    });

    test('[AT2] an attempt aborted before it begins does nothing', async () => {
      expect(await db.failure(insert(1, 'a'), {}, AbortSignal.abort())).toMatchObject({
        type: 'cancelled',
        effect: 'none',
      });
      expect(await countItems()).toBe(0);
    });

    describe('once', () => {
      const bump = { statement: "UPDATE item SET count = count + 1 WHERE name = 'a' RETURNING count", once: true };
      const step = () =>
        subject.name === 'MariaDB'
          ? {
              statements: [
                { statement: "UPDATE item SET count = count + 1 WHERE name = 'a'" },
                { statement: 'SELECT count FROM item' },
              ],
              once: true,
            }
          : bump;
      beforeEach(async () => {
        await db.done('DROP TABLE IF EXISTS sagaloom_once');
        await db.done(insert(1, 'a', 0));
      });
      const countOf = async () => (await db.rows('SELECT count FROM item'))[0]?.['count'];

      test('[AT3] a second attempt does nothing and gives the first one’s result', async () => {
        const first = await db.attempt(step(), { key: 'k' });
        const second = await db.attempt(step(), { key: 'k', attempt: 2 });
        expect(second).toEqual(first);
        expect(first.kind).toBe('completed');
        expect(await countOf()).toBe(1);
        await db.attempt(step(), { key: 'k:undo' });
        expect(await countOf()).toBe(2);
      });

      test('[AT3] attempts at the same time are one after the other: one does it, and all give its result', async () => {
        const outcomes = await Promise.all(
          Array.from({ length: 12 }, async () => {
            // a deadlock or a lost race is retried, as a step would
            for (let tried = 0; ; tried += 1) {
              const result = await db.attempt(step(), { key: 'same' });
              if (result.kind === 'completed' || tried > 20 || result.error.retryable === false) return result;
              expect(result.error.effect).toBe('none');
            }
          }),
        );
        expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(1);
        expect(outcomes[0]?.kind).toBe('completed');
        expect(await countOf()).toBe(1);
      });

      test('[AT2] what failed is not remembered as done', async () => {
        const failing = {
          statements: [{ statement: 'UPDATE item SET count = 7' }, { statement: 'SELECT absent FROM item' }],
          once: true,
        };
        expect(await db.failure(failing, { key: 'k' })).toMatchObject({ type: 'sql.noColumn', effect: 'none' });
        expect(await db.attempt(step(), { key: 'k' })).toMatchObject({ kind: 'completed' });
        expect(await countOf()).toBe(1);
      });

      test('a table of one’s own does the same by hand', async () => {
        await db.done('DROP TABLE IF EXISTS done');
        await db.done(`CREATE TABLE done (id ${subject.name === 'MariaDB' ? 'VARCHAR(100)' : 'TEXT'} PRIMARY KEY)`);
        const pay = (key: string) => ({
          statements: [
            { statement: `INSERT INTO done (id) VALUES (${subject.place(1)})`, parameters: [key] },
            { statement: 'UPDATE item SET count = count + 1' },
          ],
        });
        await db.all(pay('k'));
        expect(await db.failure(pay('k'))).toMatchObject({ type: 'sql.unique', effect: 'none' });
        expect(await countOf()).toBe(1);
      });
    });

    test('no more connections are open than the pool may have, and attempts wait their turn', async () => {
      const small = callerOf({ ...subject, connection: { ...subject.connection, poolSize: 2 } });
      await Promise.all(Array.from({ length: 10 }, (_, id) => small.done(insert(id, `n${id}`))));
      expect(await countItems()).toBe(10);
      const one = callerOf({ ...subject, connection: { ...subject.connection, poolSize: 1 } });
      const stop = new AbortController();
      const slow = one.failure({ statement: subject.slow, timeout: '2s' }, {}, stop.signal);
      const waiting = one.failure({ statement: 'SELECT 1', timeout: '50ms' });
      expect(await waiting).toMatchObject({ type: 'sql.timeout', effect: 'none' });
      const next = one.rows('SELECT 1 AS a');
      stop.abort();
      expect(await slow).toMatchObject({ type: 'cancelled' });
      expect(await next).toEqual([{ a: 1 }]);
    });
  });
});
