import type { SagaDocument } from '../definition/document.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { isObject, type Json } from '../json.ts';
import { checkActivities, type KnownActivity } from './activities.ts';
import { checkDeclarations } from './declarations.ts';
import { checkExpressions } from './expressions.ts';
import { checkFlow } from './flow.ts';
import { hashOf } from './hash.ts';
import { modelOf } from './model.ts';
import { type Definition, normalise } from './normalise.ts';
import { checkPolicies } from './policies.ts';
import { checkSagas } from './sagas.ts';
import { checkFormat, checkShape, checkTexts } from './shape.ts';
import { type Source, sourceOfText, sourceOfValue } from './source.ts';
import { checkTriggers } from './triggers.ts';
import { checkAssignments, Variables } from './variables.ts';

export type { KnownActivity } from './activities.ts';
export { type DiagnosticCode, diagnosticCodes } from './codes.ts';
export { hashOf } from './hash.ts';
export { type InScope, inScope, type StepInScope, takesTemplate } from './in-scope.ts';
export type { Role } from './templates.ts';
export { type Said, type SaidValue, type SentenceKey, sentences, wordsOf } from './sentences.ts';
export { type Definition, normalise } from './normalise.ts';

export type CompileResult =
  | {
      readonly ok: true;
      readonly definition: Definition;
      /** Of what a run does: see `hashOf`. */
      readonly hash: string;
      /** Warnings. */
      readonly diagnostics: readonly Diagnostic[];
    }
  | { readonly ok: false; readonly hash: null; readonly diagnostics: readonly Diagnostic[] };

export interface CompileOptions {
  /** Activities there are; others, and what they would refuse, are warned of. Left out: any name may be one. */
  readonly activities?: readonly KnownActivity[];
}

/** A document, as text or as a value, made ready to run, or all that is wrong with it. Throws for nothing a file can hold (DF4). */
export function compile(source: string | Json, options: CompileOptions = {}): CompileResult {
  const { value, report } = checked(source, options);
  const { diagnostics } = report;
  if (report.failed) return { ok: false, hash: null, diagnostics };
  // The schema has said so.
  const definition = normalise(value as unknown as SagaDocument);
  return { ok: true, definition, hash: hashOf(definition), diagnostics };
}

/** What `compile` says of a document, without what it makes of it: for editors, which ask at every stroke. */
export function diagnose(source: string | Json, options: CompileOptions = {}): readonly Diagnostic[] {
  return checked(source, options).report.diagnostics;
}

function checked(source: string | Json, options: CompileOptions): Source {
  const { value, report } = typeof source === 'string' ? sourceOfText(source) : sourceOfValue(source);
  // What cannot be read says nothing else that is true.
  if (!report.failed) {
    if (checkFormat(value, report) && isObject(value)) {
      checkShape(value, report);
      checkTexts(value, report);
      const model = modelOf(value);
      const variables = new Variables(model);
      checkFlow(model, report);
      checkDeclarations(model, report);
      checkTriggers(model, report);
      checkPolicies(model, report);
      if (options.activities) checkActivities(model, options.activities, report);
      checkAssignments(model, variables, report);
      checkExpressions(model, variables, report);
      checkSagas(model, report);
    }
  }
  return { value, report };
}
