import { checkExpression, expressionSource, isExpression, type Reference } from '../expression/index.ts';
import { nearest } from '../nearest.ts';
import { entries, type Model } from './model.ts';
import type { DiagnosticCode } from './codes.ts';
import type { Path } from './pointer.ts';
import { meant, oneOf, type Report } from './report.ts';
import {
  checkError,
  checkItem,
  checkQuery,
  checkResult,
  checkSignal,
  checkStepScope,
  checkTrigger,
  checkUpdate,
  isInScope,
  rootsOf,
} from './scopes.ts';
import { checkMarkers, isSecret, makesMarker, secretMisplaced } from './secrets.ts';
import { checkStepReference } from './step-references.ts';
import { type Site, sitesOf, textsIn } from './templates.ts';
import { undeclared, type Variables } from './variables.ts';
import { type Said, said } from './sentences.ts';

/** What one expression reads, and a way to say what is wrong with it. */
export interface Reading {
  readonly site: Site;
  readonly reference: Reference;
  /** Steps whose absence the expression itself provides for. */
  readonly tested: ReadonlySet<string | null>;
  readonly model: Model;
  readonly fault: (code: DiagnosticCode, says: Said) => void;
}

/** Syntax, and whether what an expression reads is there when it is evaluated (DA2, DA6, DA7). */
export function checkExpressions(model: Model, variables: Variables, report: Report): void {
  const read = new Set<string>();
  for (const site of sitesOf(model)) {
    checkMarkers(site, report);
    for (const [text, at] of textsIn(site.value, site.at)) {
      for (const name of checkText({ site, text, at }, model, variables, report)) read.add(name);
    }
  }
  reportUnused(variables, read, report);
}

interface Text {
  readonly site: Site;
  readonly text: string;
  readonly at: Path;
}

/** Gives the variables it reads. */
function checkText({ site, text, at }: Text, model: Model, variables: Variables, report: Report): readonly string[] {
  const source = expressionSource(text);
  const step = site.step?.id ?? null;
  if (source === null || isSecret(site, text)) {
    if (holdsMarks(text)) report.add({ code: 'EXPRESSION_MARKS', at, step, says: said('EXPRESSION_MARKS') });
    return [];
  }
  const checked = checkExpression(source);
  if (!checked.ok) {
    const says = said('EXPRESSION_SYNTAX', { problem: checked.message });
    report.add({ code: 'EXPRESSION_SYNTAX', at, step, offset: checked.offset + 2, says });
    return [];
  }
  const { references } = checked;
  if (makesMarker(source)) report.add({ code: 'SECRET_MISPLACED', at, step, says: secretMisplaced(site, null) });
  const tested = new Set(references.filter((one) => one.tested && one.kind === 'steps').map(({ name }) => name));
  for (const reference of references) {
    const offset = reference.offset + 2;
    const fault = (code: DiagnosticCode, says: Said): void => report.add({ code, at, step, offset, says });
    checkReference({ site, reference, tested, model, fault }, variables);
  }
  return references.flatMap(({ kind, name }) => (kind === 'vars' && name !== null ? [name] : []));
}

const holdsMarks = (text: string): boolean => !isExpression(text) && /\{%[\s\S]*%\}/.test(text);

function reportUnused(variables: Variables, read: ReadonlySet<string>, report: Report): void {
  for (const name of variables.declared) {
    if (read.has(name)) continue;
    report.add({ code: 'VAR_UNUSED', at: ['variables', name], says: said('VAR_UNUSED', { name }) });
  }
}

type Check = (reading: Reading, variables: Variables) => void;

/** Of each name that an expression may begin with: whether it can be read there. */
export const checks: Readonly<Record<Reference['kind'], Check>> = {
  input: isInScope,
  run: isInScope,
  vars: (reading, variables) => isInScope(reading) && checkVariable(reading, variables),
  steps: (reading) => isInScope(reading) && checkStepReference(reading),
  config: (reading) => isInScope(reading) && checkConfig(reading),
  result: checkResult,
  step: checkStepScope,
  error: checkError,
  item: checkItem,
  index: checkItem,
  signal: checkSignal,
  query: checkQuery,
  update: checkUpdate,
  trigger: checkTrigger,
  secrets: checkSecret,
  other: checkOther,
};

function checkReference(reading: Reading, variables: Variables): void {
  checks[reading.reference.kind](reading, variables);
}

function checkVariable({ site, reference: { name, tested }, fault }: Reading, variables: Variables): void {
  if (name === null || tested || variables.isVisible(name, site.block)) return;
  fault('VAR_UNDECLARED', undeclared(name, variables.visible(site.block)));
}

function checkConfig({ model, reference: { name, tested }, fault }: Reading): void {
  const declared = Object.keys(entries({ config: model.document['config'] ?? null })[0]?.[1] ?? {});
  if (name === null || tested || declared.includes(name)) return;
  const near = nearest(name, declared);
  fault(
    'CONFIG_UNDECLARED',
    said('CONFIG_UNDECLARED', { name, ...meant(near, said('hint.addTo', { section: 'config' })) }),
  );
}

function checkSecret({ site, reference: { name }, fault }: Reading): void {
  fault('SECRET_MISPLACED', secretMisplaced(site, name));
}

function checkOther({ site, reference: { name, tested }, fault }: Reading): void {
  if (name === null || tested) return;
  const roots = rootsOf(site);
  const near = nearest(name, roots);
  const example = `${roots[0] ?? ''}.${name}`;
  const hint = meant(near, said('hint.roots', { roots: oneOf(roots), example }));
  fault('REFERENCE_UNKNOWN', said('REFERENCE_UNKNOWN', { name, example, ...hint }));
}
