import { checkExpression, expressionSource, isExpression, type Reference } from '../expression/index.ts';
import { nearest } from '../nearest.ts';
import { graphOf } from './graph.ts';
import { type BlockModel, entries, type Model, outward, type StepModel } from './model.ts';
import type { DiagnosticCode } from './codes.ts';
import { oneOf, type Report } from './report.ts';
import { checkStepReference } from './step-references.ts';
import { type Site, sitesOf, textsIn } from './templates.ts';
import { undeclared, type Variables } from './variables.ts';

/** What one expression reads, and a way to say what is wrong with it. */
export interface Reading {
  readonly site: Site;
  readonly reference: Reference;
  /** Steps whose absence the expression itself provides for. */
  readonly tested: ReadonlySet<string | null>;
  readonly model: Model;
  readonly fault: (code: DiagnosticCode, message: string) => void;
}

/** Syntax, and whether what an expression reads is there when it is evaluated (DA2, DA6, DA7). */
export function checkExpressions(model: Model, variables: Variables, report: Report): void {
  const read = new Set<string>();
  for (const site of sitesOf(model)) {
    for (const [text, at] of textsIn(site.value, site.at)) {
      const source = expressionSource(text);
      const step = site.step?.id ?? null;
      if (source === null) {
        if (holdsMarks(text)) report.add({ code: 'EXPRESSION_MARKS', at, step, message: marksMessage });
        continue;
      }
      const checked = checkExpression(source);
      if (!checked.ok) {
        report.add({ code: 'EXPRESSION_SYNTAX', at, step, offset: checked.offset + 2, message: checked.message });
        continue;
      }
      const tested = new Set(
        checked.references.filter((one) => one.tested && one.kind === 'steps').map(({ name }) => name),
      );
      for (const reference of checked.references) {
        if (reference.kind === 'vars' && reference.name !== null) read.add(reference.name);
        const offset = reference.offset + 2;
        const fault = (code: DiagnosticCode, message: string): void => report.add({ code, at, step, offset, message });
        checkReference({ site, reference, tested, model, fault }, variables);
      }
    }
  }
  reportUnused(variables, read, report);
}

const holdsMarks = (text: string): boolean => !isExpression(text) && /\{%[\s\S]*%\}/.test(text);
const marksMessage = 'Text around {% … %} makes it a plain text: put the text inside, as in {% "Order " & input.id %}.';

function reportUnused(variables: Variables, read: ReadonlySet<string>, report: Report): void {
  for (const name of variables.declared) {
    if (read.has(name)) continue;
    report.add({ code: 'VAR_UNUSED', at: ['variables', name], message: `The variable ${name} is never read.` });
  }
}

type Kind = Reference['kind'];

const checks: Readonly<Record<Kind, (reading: Reading, variables: Variables) => void>> = {
  input: () => undefined,
  run: () => undefined,
  vars: checkVariable,
  steps: checkStepReference,
  config: checkConfig,
  result: checkResult,
  step: checkStepScope,
  error: checkError,
  item: checkUnsupported,
  index: checkUnsupported,
  signal: checkUnsupported,
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
    `config.${name} is not declared: ${near === null ? 'add it under config.' : `did you mean ${near}?`}`,
  );
}

function checkResult({ site, fault }: Reading): void {
  if (site.role === 'assign' && site.step?.type !== 'set' && site.step?.type !== 'choice') return;
  const where = site.role === 'assign' ? `a ${site.step?.type ?? ''} has no result` : 'result exists only in assign';
  fault('SCOPE_RESULT', `${where}: read steps.ID.output instead.`);
}

const stepFields: Readonly<Partial<Record<Site['role'], readonly string[]>>> = {
  with: ['key'],
  assign: ['key'],
  undo: ['key', 'with', 'output', 'outcome'],
};

function checkStepScope({ site, reference, fault }: Reading): void {
  const fields = site.step?.type === 'task' ? stepFields[site.role] : undefined;
  if (!fields) return fault('SCOPE_STEP', 'step exists only in the with and assign of a task, and in its undo.');
  const [field] = reference.path;
  if (field === undefined || fields.includes(field)) return;
  fault('SCOPE_STEP', `step.${field} does not exist here: there is ${oneOf(fields.map((one) => `step.${one}`))}.`);
}

function checkError({ site, reference, fault }: Reading): void {
  if (reference.tested || errorExists(site.block, site.step)) return;
  fault('SCOPE_ERROR', 'error exists only after a catch and in finally, and this is neither.');
}

/** After a catch of this or an enclosing block. */
function errorExists(block: BlockModel, from: StepModel | null): boolean {
  let at = from;
  for (const around of outward(block)) {
    if (around.kind === 'finally') return true;
    const { afterCatch, reachable } = graphOf(around);
    const inside = at && around.steps.get(at.id) === at;
    if (inside ? afterCatch.has(at as StepModel) : [...reachable].some((step) => endsCaught(step, afterCatch)))
      return true;
    at = around.owner;
  }
  return false;
}

/** For a block's output: whether one of the ways to its end goes through a catch. */
function endsCaught(step: StepModel, afterCatch: ReadonlySet<StepModel>): boolean {
  return step.exits.some(({ kind, to }) => to === null && (kind === 'catch' || afterCatch.has(step)));
}

function checkUnsupported({ reference: { kind, tested }, fault }: Reading): void {
  if (!tested) fault('SCOPE_UNSUPPORTED', `${kind} belongs to a type of step that does not exist yet.`);
}

function checkSecret({ reference: { name }, fault }: Reading): void {
  fault(
    'SECRET_UNSUPPORTED',
    `Secrets are not built yet, so ${name ?? 'none'} cannot be read: pass it as config for now.`,
  );
}

const roots = ['input', 'vars', 'steps', 'config', 'run', 'result', 'step', 'error'];

function checkOther({ reference: { name, tested }, fault }: Reading): void {
  if (name === null || tested) return;
  const near = nearest(name, roots);
  const hint = near === null ? `there is ${oneOf(roots)}, as in input.${name}` : `did you mean ${near}?`;
  fault('REFERENCE_UNKNOWN', `An expression cannot read ${name}: ${hint}${near === null ? '.' : ''}`);
}
