import { describe, expect, test } from 'vitest';
import { faults } from '../../engine/core/compile/testing/faults/index.ts';
import { knownHere } from '../../engine/core/compile/testing/known.ts';
import { type Diagnostic, diagnose, type DiagnosticCode, diagnosticCodes, isObject } from '@sagaloom/engine/core';
import { type Draft, editDocument, findDocument, openDocument, printDocument, undo } from '../document/index.ts';
import { translate } from '../locales/index.ts';
import { alike, applyAll, applyFix, fixesFor, fixWords } from './index.ts';

const codes = Object.keys(diagnosticCodes) as DiagnosticCode[];

/** Of these no edit is the sensible one: they are for a person to think about, or not to be seen here at all. */
const withoutFix: readonly DiagnosticCode[] = [
  'JSON_SYNTAX', // a file like that is not open as a drawing
  'JSON_DUPLICATE_KEY',
  'JSON_TOO_DEEP',
  'FORMAT_NEWER',
  'REFERENCE_NO_OUTPUT', // which variable is meant, nobody can tell
  'REFERENCE_DYNAMIC',
  'SCOPE_RESULT',
  'SCOPE_ERROR',
  'SCOPE_ITEM',
  'SCOPE_QUERY',
  'SCOPE_LIMITED',
];

const check = (document: Draft): readonly Diagnostic[] => diagnose(document, { activities: knownHere });
const isThere = (found: readonly Diagnostic[], { code, pointer, message }: Diagnostic): boolean =>
  found.some((one) => one.code === code && one.pointer === pointer && one.message === message);

const cases = codes.flatMap((code) =>
  faults[code].flatMap(({ source, pointer, says }, index) => {
    if (typeof source === 'string' || !isObject(source)) return [];
    const document: Draft = source;
    const problem = check(document).find((one) => one.code === code && one.pointer === pointer && one.message === says);
    if (!problem) throw new Error(`${code} ${index}: not found`);
    return fixesFor(problem, document).map((fix) => ({
      name: `${code} ${index + 1}: ${fixWords(fix, translate)}`,
      document,
      problem,
      fix,
    }));
  }),
);

describe('a quick fix', () => {
  test('is there for every code that has a sensible one', () => {
    const fixed = new Set(cases.map(({ problem }) => problem.code));
    expect(codes.filter((code) => !fixed.has(code))).toEqual(withoutFix);
  });

  test.each(cases)('$name', ({ document, problem, fix }) => {
    const before = printDocument(document);
    const id = openDocument({ path: null, etag: null, document });
    applyFix(id, problem, fix);
    const fixed = findDocument(id)?.document ?? {};
    expect(printDocument(fixed)).not.toBe(before);
    expect(isThere(check(fixed), problem)).toBe(false);
    // It breaks nothing else: what follows from it is at most something to fill in, or to be warned of.
    const known = check(document);
    const broken = check(fixed).filter(
      (one) => one.severity === 'error' && !isThere(known, one) && !follows.has(`${fix.key} ${one.code}`),
    );
    expect(broken.map(({ code, message }) => `${code} ${message}`)).toEqual([]);
    undo(id);
    expect(printDocument(findDocument(id)?.document ?? {})).toBe(before);
  });

  test('names its edit', () => {
    const document = { format: 'sagaloom/v1', name: 'x', start: 'a', steps: { a: { type: 'succeed' } }, varables: {} };
    const id = openDocument({ path: null, etag: null, document });
    const [problem] = check(document);
    const [fix] = problem ? fixesFor(problem, document) : [];
    if (problem && fix) applyFix(id, problem, fix);
    expect(undo(id)?.label).toEqual({ kind: 'fix', name: 'Change to variables' });
  });
});

/** What a person then has to choose. */
const follows: ReadonlySet<string> = new Set([
  'fixes.do.format FIELD_MISSING', // only now the rest is looked at
  'fixes.do.format BLOCK_EMPTY',
  'fixes.do.set TRIGGER_AMBIGUOUS',
  'fixes.do.near FIELD_MISSING',
  'fixes.do.toTop BLOCK_EMPTY',
]);

describe('all of a kind', () => {
  test('are fixed by one edit, whatever their order', () => {
    const steps = Object.fromEntries(
      Array.from({ length: 12 }, (_, at) => [
        `s${at}`,
        {
          type: 'task',
          activity: 'htp',
          catch: [{ errors: ['http.*', 'sql.*'] }],
          ...(at < 11 ? { next: `s${at + 1}` } : {}),
        },
      ]),
    );
    const document = { format: 'sagaloom/v1', name: 'x', start: 's0', steps };
    const id = openDocument({ path: null, etag: null, document });
    for (const code of ['ACTIVITY_UNKNOWN', 'ERROR_TYPE']) {
      const current = findDocument(id)?.document ?? {};
      const problems = check(current);
      const problem = problems.find((one) => one.code === code);
      const [fix] = problem ? fixesFor(problem, current) : [];
      if (!problem || !fix) throw new Error('no fix');
      applyAll(id, problem, alike(problem, fix, problems, current));
    }
    expect(check(findDocument(id)?.document ?? {})).toEqual([]);
    undo(id);
    undo(id);
    expect(findDocument(id)?.document).toEqual(document);
  });

  test('is offered for safe fixes only', () => {
    const steps = {
      s: {
        type: 'saga',
        start: 'a',
        steps: { a: { type: 'task', activity: 'x', next: 'b' }, b: { type: 'task', activity: 'x' } },
      },
    };
    const document = { format: 'sagaloom/v1', name: 'x', start: 's', steps };
    const problems = check(document);
    const [problem] = problems;
    expect(problem?.code).toBe('SAGA_NO_UNDO');
    for (const fix of problem ? fixesFor(problem, document) : []) {
      expect(alike(problem as Diagnostic, fix, problems, document)).toEqual([]);
    }
  });

  test('can be undone as it was done', () => {
    const id = openDocument({ path: null, etag: null, document: { a: 1 } });
    editDocument(id, { kind: 'fix', name: 'x' }, (draft) => {
      draft.a = 2;
    });
    expect(undo(id)).not.toBeNull();
  });
});
