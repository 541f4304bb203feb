import { columnsOf, type SpanRecord } from '@sagaloom/engine/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Answers, askedFor, countOf, matchesOf, nextMatch, queryKey, withAround } from './find.ts';
import { timelineModel } from './model.ts';
import { parseQuery } from './query.ts';
import { spanRowAt } from './row.ts';
import { sourceOf } from './run-source.ts';
import { foreign } from './testing/foreign.ts';
import { compensated } from './testing/spans.ts';

async function found(spans: readonly SpanRecord[], query: string): Promise<string[]> {
  const model = timelineModel(columnsOf(spans).columns, { now: 0 });
  const source = sourceOf(spans);
  const terms = parseQuery(query);
  const answers = new Map<string, Uint32Array>();
  for (const asked of terms.map(askedFor)) {
    if (asked) answers.set(queryKey(asked), await source.search(asked, new AbortController().signal));
  }
  const nameOf = (step: string, undo: boolean) => (step === 'ship' && !undo ? 'Create shipment' : undefined);
  const matches = matchesOf(model, terms, answers, nameOf, model.length);
  return Array.from(matches.keys()).flatMap((row) => {
    const shown = spanRowAt(model, row);
    return matches[row] === 1 && shown ? [`${shown.undoes ? 'undo ' : ''}${shown.label}`] : [];
  });
}

const services = [
  foreign('GET /cart', null, 0, 90, { 'http.method': 'GET', 'http.status_code': 200 }),
  foreign('SELECT', 'GET /cart', 10, 30, { 'db.statement': 'select * from cart' }),
  foreign('POST /pay', 'GET /cart', 30, 80, { 'http.method': 'POST', 'error.type': 'timeout' }),
];

describe('what fits', () => {
  test.for<readonly [string, readonly string[]]>([
    ['ship', ['ship']],
    ['shipment', ['ship']],
    ['http.429', ['order', 'place', 'ship']],
    ['status:error', ['order', 'place', 'ship']],
    ['status:compensated', ['order']],
    ['status:ok', ['check', 'reserve', 'undo reserve']],
    ['>=300', ['order', 'place', 'ship']],
    ['>300', ['order', 'place']],
    ['<100ms', ['check']],
    ['200ms..400ms', ['ship', 'undo reserve']],
    ['step:ship', ['ship']],
    ['step:"create shipment"', ['ship']],
    ['reserve -sagaloom.undo=true', ['reserve']],
    ['sagaloom.step.type=task status:failed', ['ship']],
  ])('of an order: %s', async ([query, rows]) => {
    expect(await found(compensated(), query)).toEqual(rows);
  });

  test.for<readonly [string, readonly string[]]>([
    ['http.method=post', ['POST /pay']],
    ['http.method=*', ['GET /cart', 'POST /pay']],
    ['http.status_code=200', ['GET /cart']],
    ['-http.method=', ['SELECT']],
    ['from', ['SELECT']],
    ['error.type=timeout', ['POST /pay']],
  ])('of services: %s', async ([query, rows]) => {
    expect(await found(services, query)).toEqual(rows);
  });
});

describe('going through what fits', () => {
  const model = timelineModel(columnsOf(compensated()).columns, { now: 0 });
  const matches = Uint8Array.from([0, 0, 0, 0, 1, 1, 0, 1]);

  test('goes round, both ways', () => {
    expect(countOf(model, matches)).toBe(3);
    expect([-1, 4, 5, 7].map((row) => nextMatch(model, matches, row, true))).toEqual([4, 5, 7, 4]);
    expect([-1, 4, 5, 7].map((row) => nextMatch(model, matches, row, false))).toEqual([7, 7, 4, 5]);
    expect(nextMatch(model, new Uint8Array(8), 3, true)).toBe(-1);
  });

  test('what it lies in stays, and nothing else', () => {
    expect(Array.from(withAround(model, Uint8Array.from([0, 0, 0, 0, 0, 1, 0, 0])))).toEqual([0, 1, 0, 1, 0, 1, 1, 0]);
  });

  test('a term and its contrary share all rows between them', () => {
    fc.assert(
      fc.property(fc.constantFrom('ship', '>100ms', 'status:failed', 'step:reserve', 'sagaloom.attempt=1'), (term) => {
        const answers: Answers = new Map();
        const [yes, no] = [term, `-${term}`].map((query) =>
          matchesOf(model, parseQuery(query), answers, undefined, model.length),
        );
        for (let row = 0; row < model.rows.count; row++) {
          if (spanRowAt(model, row)) expect(yes![row]! + no![row]!).toBe(1);
        }
      }),
    );
  });
});
