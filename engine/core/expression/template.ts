import type { Failure } from '../failure.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Node } from './ast.ts';
import { type Answer, Compiled, type Entropy, undefinedResult } from './engine.ts';
import { expressionFailure, failureOf, quote } from './failure.ts';
import { parse } from './parse.ts';
import { type PlainPath, plainPath, readPath } from './path.ts';
import { checkSize } from './result.ts';

/** What an expression can see, by name: `input`, `vars`, `steps`, … Each value is plain JSON and is not changed. */
export type Scope = JsonObject;

export type Evaluated = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly error: Failure };

/** JSON in which every `{% … %}` is parsed. Whoever holds one evaluates it as often as needed. */
export type Template =
  | { readonly kind: 'literal'; readonly value: Json }
  | { readonly kind: 'path'; readonly source: string; readonly path: PlainPath }
  | { readonly kind: 'expression'; readonly source: string; readonly compiled: Compiled }
  | { readonly kind: 'array'; readonly items: readonly Template[]; readonly sync: boolean }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [string, Template])[]; readonly sync: boolean };

const marked = /^\{%([\s\S]*)%\}$/;

/** Whether a string is an expression: `{% … %}` from its first character to its last. */
export const isExpression = (text: string): boolean => marked.test(text);

/** The JSONata between the marks, or null. */
export const expressionSource = (text: string): string | null => marked.exec(text)?.[1] ?? null;

/** Never throws: an expression that does not parse fails with `expression.syntax` when it is evaluated. */
export function compileTemplate(json: Json): Template {
  if (typeof json === 'string') return compileText(json);
  if (typeof json !== 'object' || json === null) return { kind: 'literal', value: json };
  if (Array.isArray(json)) {
    const items = (json as readonly Json[]).map(compileTemplate);
    return items.every(isLiteral)
      ? { kind: 'literal', value: json }
      : { kind: 'array', items, sync: items.every(isSync) };
  }
  const entries = Object.entries(json).map(([name, part]) => [name, compileTemplate(part)] as const);
  const parts = entries.map(([, part]) => part);
  return parts.every(isLiteral)
    ? { kind: 'literal', value: json }
    : { kind: 'object', entries, sync: parts.every(isSync) };
}

const isLiteral = (template: Template): boolean => template.kind === 'literal';

function isSync(template: Template): boolean {
  if (template.kind === 'literal' || template.kind === 'path') return true;
  return template.kind !== 'expression' && template.sync;
}

function compileText(text: string): Template {
  const source = expressionSource(text);
  if (source === null) return { kind: 'literal', value: text };
  const parsed = parse(source);
  const path = parsed.ok ? plainPath(parsed.ast satisfies Node) : null;
  if (path !== null) return { kind: 'path', source, path };
  return { kind: 'expression', source, compiled: new Compiled(source) };
}

/**
 * Without a promise where only literals and plain paths are in it. The first error, in the order of the document, is the
 * template's. Each expression draws chance from a stream of its own, so the seed must differ from evaluation to evaluation.
 */
export function evaluateTemplate(template: Template, scope: Scope, entropy: Entropy): Evaluated | Promise<Evaluated> {
  if (template.kind === 'literal') return { ok: true, value: template.value };
  if (isSync(template)) return sized(template, evaluateSync(template, scope));
  return evaluateAsync(template, scope, entropy, '').then((evaluated) => sized(template, evaluated));
}

/** A condition must be a boolean (DA3): anything else is more often a mistake than meant. */
export async function evaluateCondition(
  template: Template,
  scope: Scope,
  entropy: Entropy,
): Promise<{ readonly ok: true; readonly value: boolean } | { readonly ok: false; readonly error: Failure }> {
  const evaluated = await evaluateTemplate(template, scope, entropy);
  if (!evaluated.ok) return evaluated;
  if (typeof evaluated.value === 'boolean') return { ok: true, value: evaluated.value };
  const found =
    evaluated.value === null ? 'null' : Array.isArray(evaluated.value) ? 'an array' : `a ${typeof evaluated.value}`;
  return {
    ok: false,
    error: expressionFailure('condition', `${sourceOf(template)} must be true or false, not ${found}.`),
  };
}

function evaluateSync(template: Template, scope: Scope): Evaluated {
  switch (template.kind) {
    case 'literal':
      return { ok: true, value: template.value };
    case 'path':
      return evaluatePath(template, scope);
    case 'array':
      return collect(
        template.items.map((item) => evaluateSync(item, scope)),
        (items) => items,
      );
    case 'object':
      return collect(
        template.entries.map(([, part]) => evaluateSync(part, scope)),
        named(template.entries),
      );
    default:
      return { ok: false, error: expressionFailure('type', 'An expression is never evaluated at once.') };
  }
}

function evaluatePath({ path, source }: Template & { kind: 'path' }, scope: Scope): Evaluated {
  try {
    return defined({ ok: true, value: readPath(path, scope) }, source);
  } catch (thrown) {
    return { ok: false, error: failureOf(thrown, source) };
  }
}

async function evaluateAsync(template: Template, scope: Scope, entropy: Entropy, place: string): Promise<Evaluated> {
  if (isSync(template)) return evaluateSync(template, scope);
  if (template.kind === 'expression') {
    const seed = `${entropy.seed}#${place}`;
    return defined(await template.compiled.evaluate(scope, { ...entropy, seed }), template.source);
  }
  const parts =
    template.kind === 'array'
      ? template.items.map((item, at) => [String(at), item] as const)
      : template.kind === 'object'
        ? template.entries
        : [];
  const evaluated: Evaluated[] = [];
  for (const [name, part] of parts) {
    const one = await evaluateAsync(part, scope, entropy, `${place}/${name}`);
    if (!one.ok) return one;
    evaluated.push(one);
  }
  return collect(evaluated, template.kind === 'object' ? named(template.entries) : (items) => items);
}

function defined(answer: Answer, source: string): Evaluated {
  if (!answer.ok) return { ok: false, error: answer.error };
  return answer.value === undefined ? { ok: false, error: undefinedResult(source) } : { ok: true, value: answer.value };
}

function collect(parts: readonly Evaluated[], build: (values: readonly Json[]) => Json): Evaluated {
  const values: Json[] = [];
  for (const part of parts) {
    if (!part.ok) return part;
    values.push(part.value);
  }
  return { ok: true, value: build(values) };
}

const named =
  (entries: readonly (readonly [string, Template])[]) =>
  (values: readonly Json[]): Json =>
    Object.fromEntries(entries.map(([name], at) => [name, values[at] ?? null]));

/** DA8. */
function sized(template: Template, evaluated: Evaluated): Evaluated {
  if (!evaluated.ok) return evaluated;
  try {
    checkSize(evaluated.value);
    return evaluated;
  } catch (thrown) {
    return { ok: false, error: failureOf(thrown, sourceText(template)) };
  }
}

const sourceOf = (template: Template): string => quote(sourceText(template));

function sourceText(template: Template): string {
  return template.kind === 'path' || template.kind === 'expression' ? template.source : '…';
}
