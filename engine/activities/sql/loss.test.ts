import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { sqlActivity } from './index.ts';
import { type Caller, callerOf } from './testing/caller.ts';
import { type Proxy, proxyTo } from './testing/proxy.ts';
import type { Subject } from './testing/subject.ts';
import { serverSuites } from './testing/subjects.ts';

/** Rows of what runs at the moment, asked by a connection of another pool. */
const running = {
  PostgreSQL: "SELECT pid AS id FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'SELECT pg_sleep%'",
  MariaDB: "SELECT id FROM information_schema.processlist WHERE command <> 'Sleep' AND info LIKE 'SELECT SLEEP%'",
};

describe.each(serverSuites)('sql, when it breaks: $title', ({ isThere, make }) => {
  describe.skipIf(!isThere)('of a server', () => {
    let subject: Subject;
    let db: Caller;
    let other: Caller;
    let proxy: Proxy;
    let far: Caller;
    beforeAll(async () => {
      subject = await make();
      db = callerOf(subject);
      other = callerOf({ ...subject, connection: { ...subject.connection, idleTimeout: '29s' } });
      const port = Number(new URL(String(subject.connection['url'])).port);
      proxy = await proxyTo(port);
      far = callerOf({ ...subject, connection: { ...subject.connection, port: proxy.port } });
      await db.done('CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER NOT NULL)');
    }, 120_000);
    afterAll(async () => {
      await sqlActivity.close?.();
      await proxy.close();
      await subject.end();
    });
    beforeEach(async () => {
      await db.done('DROP TABLE IF EXISTS sagaloom_once');
      await db.all({
        statements: [{ statement: 'DELETE FROM t' }, { statement: 'INSERT INTO t (id, n) VALUES (1, 0), (2, 0)' }],
      });
    });

    const add = { statement: 'UPDATE t SET n = n + 1 WHERE id = 1' };
    const count = async () => (await other.rows('SELECT n FROM t WHERE id = 1'))[0]?.['n'];
    const runningNow = async (): Promise<number> =>
      (await other.rows(running[subject.name as keyof typeof running])).length;

    test('an abort ends the statement on the server', async () => {
      const stop = new AbortController();
      const pending = db.failure(subject.slow, {}, stop.signal);
      await vi.waitFor(async () => expect(await runningNow()).toBe(1), 10_000);
      const asked = performance.now();
      stop.abort();
      expect(await pending).toMatchObject({ type: 'cancelled', effect: 'none' });
      expect(performance.now() - asked).toBeLessThan(4_000); // after 5 s the connection would be cut, which is another way
      await vi.waitFor(async () => expect(await runningNow()).toBe(0), 4_000);
    });

    test('[AT2] a transaction whose connection breaks before COMMIT leaves nothing: none', async () => {
      proxy.cutAt('UPDATE t SET n = n + 1', 'after');
      expect(await far.failure(add)).toMatchObject({ type: 'sql.connection', effect: 'none' });
      expect(await count()).toBe(0);
    });

    test.each([
      ['before', 0],
      ['after', 1],
    ] as const)(
      '[AT2] [AT3] a connection that breaks just %s COMMIT: unknown, and with once the next attempt makes it one',
      async (when, left) => {
        proxy.cutAt('COMMIT', when);
        const error = await far.failure({ ...add, once: true }, { key: `k-${when}` });
        // the table was missing, and its own making commits nothing here
        expect(error).toMatchObject({ type: 'sql.connection', effect: 'unknown' });
        expect(error.retryable).toBeUndefined();
        await vi.waitFor(async () => expect(await count()).toBe(left), 10_000);
        expect(await far.done({ ...add, once: true }, { key: `k-${when}`, attempt: 2 })).toMatchObject({ affected: 1 });
        expect(await far.done({ ...add, once: true }, { key: `k-${when}`, attempt: 3 })).toMatchObject({ affected: 1 });
        expect(await count()).toBe(1);
      },
    );

    test('[AT2] readOnly has effect none even there', async () => {
      proxy.cutAt('COMMIT', 'after');
      expect(await far.failure({ statement: 'SELECT 1 AS a', readOnly: true })).toMatchObject({
        type: 'sql.connection',
        effect: 'none',
      });
    });

    test('[AT2] of two that wait for each other one is told sql.deadlock, rolled back, and may try again', async () => {
      const cross = (first: number, second: number) => ({
        statements: [
          { statement: `UPDATE t SET n = n + 1 WHERE id = ${first}` },
          { statement: subject.name === 'PostgreSQL' ? 'SELECT pg_sleep(0.7)' : 'SELECT SLEEP(0.7)' },
          { statement: `UPDATE t SET n = n + 1 WHERE id = ${second}` },
        ],
      });
      const ends = await Promise.all([db.attempt(cross(1, 2)), db.attempt(cross(2, 1))]);
      expect(ends.filter(({ kind }) => kind === 'completed')).toHaveLength(1);
      expect(ends.find(({ kind }) => kind === 'failed')).toMatchObject({
        error: { type: 'sql.deadlock', retryable: true, effect: 'none' },
      });
      expect(await count()).toBe(1);
    });

    test('what a statement left in its connection is not there for the next attempt', async () => {
      const one = callerOf({ ...subject, connection: { ...subject.connection, poolSize: 1 } });
      await one.done('CREATE TEMPORARY TABLE own (a INTEGER)');
      expect(await one.failure('SELECT * FROM own')).toMatchObject({ type: 'sql.noTable' });
      if (subject.name === 'PostgreSQL') {
        await one.done("SET search_path = 'pg_catalog'");
        expect(await one.rows('SELECT n FROM t WHERE id = 1')).toEqual([{ n: 0 }]);
      } else {
        await one.done('SET @own = 1');
        expect(await one.rows('SELECT @own AS own')).toEqual([{ own: null }]);
      }
    });

    test('[AT2] a wrong password is final, nothing was done, and no message tells it', async () => {
      const wrong = callerOf({ ...subject, connection: { ...subject.connection, password: 'wr0ng-passw0rd' } });
      const error = await wrong.failure('SELECT 1');
      expect(error).toMatchObject({ type: 'sql.connection', effect: 'none', retryable: false });
      expect(JSON.stringify(error)).not.toMatch(/wr0ng|s3cret/);
    });

    test('[AT2] a server that is gone: none, told without its secrets, and the next attempt after its return is done', async () => {
      await db.done(add); // a connection is kept
      await subject.crash();
      const error = await db.failure(add);
      expect(error).toMatchObject({ type: 'sql.connection', effect: 'none' });
      expect(error.retryable).toBeUndefined();
      expect(JSON.stringify(error)).not.toContain('s3cret');
      await subject.start();
      await vi.waitFor(async () => expect((await db.attempt(add)).kind).toBe('completed'), {
        timeout: 20_000,
        interval: 200,
      });
      expect(await count()).toBe(2);
    });

    test('a server that came back between two attempts is met by neither: the kept connection is replaced', async () => {
      await db.done(add);
      await subject.crash();
      await subject.start();
      await vi.waitFor(async () => expect((await other.attempt({ statement: 'SELECT 1' })).kind).toBe('completed'), {
        timeout: 20_000,
        interval: 200,
      });
      expect(await db.done(add)).toMatchObject({ affected: 1 });
    });

    test('[AT2] [AT3] a server killed in the middle of a transaction leaves nothing of it, and once makes it one', async () => {
      const step = { statements: [add, { statement: subject.slow }], once: true };
      const pending = db.failure(step, { key: 'mid' });
      await vi.waitFor(async () => expect(await runningNow()).toBe(1), 10_000);
      await subject.crash();
      expect(await pending).toMatchObject({ type: 'sql.connection', effect: 'none' });
      await subject.start();
      const again = { statements: [add, { statement: 'SELECT 1 AS a' }], once: true };
      await vi.waitFor(
        async () => expect((await db.attempt(again, { key: 'mid', attempt: 2 })).kind).toBe('completed'),
        { timeout: 20_000, interval: 200 },
      );
      expect(await count()).toBe(1);
    });
  });
});
