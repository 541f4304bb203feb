/** Quick fixes: problems that one sensible edit puts right, by their code. */
import type { Diagnostic, DiagnosticCode } from '@sagaloom/engine/core';
import { type Draft, editDocument, reveal, toPointer } from '../document/index.ts';
import { type Translate, translate } from '../locales/index.ts';
import { expressionFixes } from './expressions.ts';
import { caseOf, type Fix, type Maker } from './fix.ts';
import { flowFixes } from './flow.ts';
import { policyFixes } from './policies.ts';
import { sagaFixes } from './sagas.ts';
import { shapeFixes } from './shape.ts';

export type { Fix } from './fix.ts';

const makers: Readonly<Partial<Record<DiagnosticCode, Maker>>> = {
  ...shapeFixes,
  ...flowFixes,
  ...policyFixes,
  ...expressionFixes,
  ...sagaFixes,
};

const isFixable = (code: string): code is keyof typeof makers => Object.hasOwn(makers, code);

/** The likeliest first. Of a problem the document no longer has, whatever can still be done. */
export function fixesFor(diagnostic: Diagnostic, document: Draft): readonly Fix[] {
  const maker = isFixable(diagnostic.code) ? makers[diagnostic.code] : undefined;
  return (maker?.(caseOf(diagnostic, document)) ?? []).filter((one) => one !== null);
}

export const fixWords = ({ key, values }: Fix, t: Translate): string => t(key, values);

/** Makes the edit, under its own name, and shows what is left to fill in. */
export function applyFix(documentId: string, { step }: Diagnostic, fix: Fix): void {
  editDocument(documentId, { kind: 'fix', name: fixWords(fix, translate) }, fix.edit);
  if (fix.show) reveal(documentId, fix.show[0] === 'steps' ? step : null, toPointer(fix.show));
}

/** The problems that the same safe fix puts right, this one included. */
export function alike(problem: Diagnostic, fix: Fix, problems: readonly Diagnostic[], document: Draft): readonly Fix[] {
  if (!fix.isSafe) return [];
  const found = problems
    .filter(({ code }) => code === problem.code)
    .toSorted(fromTheEnd)
    .flatMap((one) => fixesFor(one, document).find(({ key, isSafe }) => key === fix.key && isSafe) ?? []);
  return found.length > 1 ? found : [];
}

/** Later places first, so that what is removed or written does not move those before it. */
function fromTheEnd(a: Diagnostic, b: Diagnostic): number {
  if (a.pointer !== b.pointer) return b.pointer.localeCompare(a.pointer, 'en', { numeric: true });
  return (b.offset ?? 0) - (a.offset ?? 0);
}

/** All as one edit. Two problems in one text are left for a second time: each fix knows the text as it was. */
export function applyAll(documentId: string, problem: Diagnostic, fixes: readonly Fix[]): void {
  const name = translate('fixes.all', { code: problem.code, count: fixes.length });
  editDocument(documentId, { kind: 'fix', name }, (draft) => {
    for (const { edit } of fixes) edit(draft);
  });
}
