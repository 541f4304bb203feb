import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Json } from '../json.ts';
import { type DiagnosticCode, diagnosticCodes } from './codes.ts';
import { compile } from './index.ts';
import { blockOf, reading, rich, stepsOf, task } from './testing/documents.ts';
import { faults } from './testing/faults/index.ts';
import { knownHere } from './testing/known.ts';
import { diagnosticsPage } from './testing/page.ts';

const codes = Object.keys(diagnosticCodes) as DiagnosticCode[];
const cases = codes.flatMap((code) => (faults[code] ?? []).map((fault, index) => ({ code, index: index + 1, fault })));

describe('[DF4] each diagnostic', () => {
  test('has a case here', () => {
    expect(codes.filter((code) => !faults[code]?.length)).toEqual([]);
  });

  test.each(cases)('$code ($index) says where and what to do', ({ code, fault }) => {
    const { ok, diagnostics } = compile(fault.source, { activities: knownHere });
    const { severity } = diagnosticCodes[code];
    const { pointer, step, says } = fault;
    expect(diagnostics).toContainEqual(expect.objectContaining({ code, severity, pointer, step, message: says }));
    expect(ok).toBe(!diagnostics.some((one) => one.severity === 'error'));
  });

  test.each(cases)('$code ($index) comes alone', ({ code, fault }) => {
    const found = compile(fault.source, { activities: knownHere }).diagnostics.map((one) => one.code);
    const others = new Set<string>(found.filter((one) => one !== code));
    for (const expected of companions[code] ?? []) others.delete(expected);
    expect([...others]).toEqual([]);
  });

  test('is in docs/diagnostics.md: run `npm run schema`', () => {
    const file = path.resolve(import.meta.dirname, '../../../docs/diagnostics.md');
    expect(readFileSync(file, 'utf8')).toBe(diagnosticsPage());
  });

  test.each(codes)('%s has help that ends in a full stop', (code) => {
    expect(diagnosticCodes[code].help).toMatch(/^[A-Z].{20,}\.$/);
  });
});

/** What a fault brings with it for good reason. */
const companions: Readonly<Partial<Record<DiagnosticCode, readonly DiagnosticCode[]>>> = {
  JSON_SYNTAX: ['FORMAT_MISSING', 'FIELD_MISSING', 'BLOCK_EMPTY'],
  FIELD_WRONG: ['EXPRESSION_SYNTAX'],
  BLOCK_EMPTY: ['STEP_NOT_FOUND'],
  STEP_NOT_FOUND: ['STEP_UNREACHABLE'],
  ID_INVALID: ['FIELD_WRONG'],
  VAR_UNDECLARED: ['VAR_UNUSED'],
  REFERENCE_STEP_UNKNOWN: ['REFERENCE_UNKNOWN'],
  PIVOT_CYCLE: ['PIVOT_FALLIBLE'],
};

describe('what is right', () => {
  test('one of everything compiles without a word', () => {
    expect(compile(rich)).toMatchObject({ ok: true, diagnostics: [] });
  });

  test.each([
    ['the error after a catch', { a: task({ catch: [{ next: 'b' }] }), b: reading('error.type') }],
    [
      'a step that may not have run, when asked for',
      { a: task({ catch: [{ next: 'b' }], next: 'b' }), b: reading('steps.a.output.id ?? 1') },
    ],
    [
      'a step of an enclosing block',
      { a: task({ next: 's' }), s: { type: 'try', ...blockOf({ b: reading('steps.a.output') }) } },
    ],
    [
      'the latest visit in a loop',
      {
        a: task({ next: 'c' }),
        c: { type: 'choice', branches: [{ when: '{% steps.a.output %}', next: 'a' }], otherwise: 'b' },
        b: task(),
      },
    ],
    ['a quoted name with a dash', { 'pay-now': task({ next: 'b' }), b: reading('steps.`pay-now`.output') }],
    ['names inside a filter, which belong to the item', { a: reading('input.items[vars > 3].order') }],
    ['the run, from inside a filter', { a: reading('input.items[price > $$.input.limit]') }],
  ])('%s', (_name, steps) => {
    expect(compile(stepsOf(steps)).diagnostics).toEqual([]);
  });
});

describe('[DF4] places', () => {
  const text =
    '{\n  "format": "sagaloom/v1", "name": "x", "start": "a",\n  "steps": { "a": { "type": "wait",\n    "for": "{% \\"1s\\" & inptu.x %}" } }\n}';

  test('are those of the text, into the expression itself', () => {
    const [found] = compile(text).diagnostics;
    expect(found).toMatchObject({ code: 'REFERENCE_UNKNOWN', line: 4, column: 25 });
  });

  test('are null when there is no text', () => {
    expect(compile(JSON.parse(text) as Json).diagnostics).toMatchObject([{ line: null, column: null }]);
  });

  test('go in the order of the text', () => {
    const lines = compile(JSON.stringify(stepsOf({ a: { type: 'x' }, b: { type: 'y' }, c: {} }), null, 2)).diagnostics;
    expect(lines.map(({ line }) => line)).toEqual(
      lines.map(({ line }) => line).toSorted((a, b) => (a ?? 0) - (b ?? 0)),
    );
  });
});
