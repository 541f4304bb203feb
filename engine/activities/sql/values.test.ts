import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../../core/json.ts';
import { sqlActivity } from './index.ts';
import { type Caller, callerOf } from './testing/caller.ts';
import type { Subject } from './testing/subject.ts';
import { suites } from './testing/subjects.ts';
import { base64Of, exactJson, exactNumber, utcOf } from './values.ts';

const text = fc.string({ unit: 'binary' }).map((each) => each.toWellFormed().replaceAll('\0', ''));
const int32 = fc.integer();
const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const double = fc.double({ noNaN: true, noDefaultInfinity: true }).map((each) => (Object.is(each, -0) ? 0 : each));
const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: 0, max: 15 }))
  .map(([digits, scale]) => scaled(digits, scale));
const bytes = fc.uint8Array({ maxLength: 200 }).map(base64Of);
/** Checking an input leaves `__proto__` out of objects. */
const json = fc
  .jsonValue({ maxDepth: 3 })
  .map((each) => JSON.parse(JSON.stringify(each).replaceAll(/\\u0000|__proto__/g, '')) as Json);

/** 12345 with scale 2 is 123.45. */
function scaled(digits: bigint, scale: number): string {
  const padded = String(digits < 0n ? -digits : digits).padStart(scale + 1, '0');
  const whole = padded.slice(0, padded.length - scale);
  return `${digits < 0n ? '-' : ''}${whole}${scale === 0 ? '' : `.${padded.slice(-scale)}`}`;
}

const textOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** The same number, whatever its spelling. */
function plain(value: Json): string {
  const digits = typeof value === 'number' && Math.abs(value) < 1e-6 ? value.toFixed(15) : textOf(value);
  const short = digits.includes('.') ? digits.replace(/0+$/, '').replace(/\.$/, '') : digits;
  return short === '-0' ? '0' : short;
}

describe.each(suites)('sql values: $title', ({ isThere, make }) => {
  describe.skipIf(!isThere)('there and back', () => {
    let subject: Subject;
    let db: Caller;
    beforeAll(async () => {
      subject = await make();
      db = callerOf(subject);
      const columns = Object.entries(subject.types).map(([name, type]) => `c_${name} ${type}`);
      await db.done(`CREATE TABLE v (id INTEGER PRIMARY KEY, ${columns.join(', ')})`);
    }, 120_000);
    afterAll(async () => {
      await sqlActivity.close?.();
      await subject.end();
    });

    /** Written, and read as a row and as found by its own value. */
    async function through(column: string, value: Json, compared = true): Promise<Json> {
      const { place } = subject;
      const found = compared
        ? [{ statement: `SELECT count(*) AS n FROM v WHERE c_${column} = ${place(1)}`, parameters: [value] }]
        : [];
      const [, , read, same] = await db.all({
        statements: [
          { statement: 'DELETE FROM v' },
          { statement: `INSERT INTO v (id, c_${column}) VALUES (1, ${place(1)})`, parameters: [value] },
          { statement: `SELECT c_${column} AS x FROM v` },
          ...found,
        ],
      });
      if (compared) expect([value, same?.rows[0]?.['n']]).toEqual([value, value === null ? 0 : 1]);
      return read?.rows[0]?.['x'] ?? null;
    }

    const holds = (arbitrary: fc.Arbitrary<Json>, check: (value: Json) => Promise<void>) =>
      fc.assert(fc.asyncProperty(arbitrary, check), { numRuns: 60 });

    test('any text comes back as it was', () =>
      holds(text, async (value) => {
        expect(await through('text', value)).toBe(value);
      }));

    test('integers and null come back as they were', () =>
      holds(fc.oneof(int32, fc.constant(null)), async (value) => {
        expect(await through('integer', value)).toBe(value);
      }));

    test('integers of 64 bits, given as text, come back exactly: as a number where one holds them', () =>
      holds(int64.map(String), async (value) => {
        const back = await through('big', value);
        expect(textOf(back)).toBe(value);
        expect(typeof back).toBe(Number.isSafeInteger(Number(value)) ? 'number' : 'string');
      }));

    test('doubles come back bit by bit', () =>
      holds(double, async (value) => {
        expect(await through('double', value, subject.name !== 'MariaDB')).toBe(value);
      }));

    test('decimals, given as text, keep every digit', ({ skip }) => {
      if (subject.name === 'SQLite') skip('SQLite has no decimals');
      return holds(decimal, async (value) => {
        expect(plain(await through('decimal', value))).toBe(plain(value));
      });
    });

    test('bytes come back as base64', () =>
      holds(bytes, async (value) => {
        expect(await through('bytes', value)).toEqual(value);
      }));

    test('lists and objects are JSON where the database has it', () =>
      holds(
        json.filter((value) => typeof value === 'object' && value !== null),
        async (value) => {
          const back = await through('json', value, false);
          expect(subject.name === 'SQLite' ? JSON.parse(back as string) : back).toEqual(value);
        },
      ));

    test('true and false are what the database has for them', async () => {
      const type = subject.name === 'PostgreSQL' ? 'boolean' : 'INTEGER';
      await db.done(`CREATE TABLE truth (x ${type})`);
      for (const value of [true, false])
        await db.done({ statement: `INSERT INTO truth VALUES (${subject.place(1)})`, parameters: [value] });
      const kept = subject.name === 'PostgreSQL' ? [true, false] : [1, 0];
      expect(await db.rows('SELECT x FROM truth ORDER BY x DESC')).toEqual(kept.map((x) => ({ x })));
    });
  });
});

describe('sql values: numbers', () => {
  test.each([
    ['12.50', 12.5],
    ['-0', 0],
    ['0.1', 0.1],
    ['1e3', 1000],
    ['9007199254740991', 9007199254740991],
    ['9007199254740992', '9007199254740992'],
    ['0.12345678901234567890', '0.12345678901234567890'],
    ['NaN', 'NaN'],
    ['', ''],
  ])('%s is %s', (given, expected) => {
    expect(exactNumber(given)).toEqual(expected);
  });

  test('what becomes a number says the same as the text, and a double always does', () => {
    fc.assert(
      fc.property(double, (value) => Object.is(exactNumber(String(value)), value) || !Number.isSafeInteger(value)),
    );
    fc.assert(
      fc.property(decimal, (value) => {
        const found = exactNumber(value);
        return typeof found === 'string' ? found === value : plain(found) === plain(value);
      }),
    );
  });

  test('numbers inside JSON are exact as well', () => {
    expect(exactJson('{"a": 12345678901234567890, "b": [1.5, 1]}')).toEqual({ a: '12345678901234567890', b: [1.5, 1] });
  });
});

describe('sql values: moments', () => {
  test.each([
    ['2024-01-02 03:04:05+00', '2024-01-02T03:04:05Z'],
    ['2024-01-02 03:04:05.123456+05:30', '2024-01-01T21:34:05.123456Z'],
    ['0001-01-01 00:00:00Z', '0001-01-01T00:00:00Z'],
    ['infinity', 'infinity'],
    ['0000-00-00 00:00:00Z', '0000-00-00T00:00:00Z'],
  ])('%s is %s', (given, expected) => {
    expect(utcOf(given)).toBe(expected);
  });
});
