import type { Json } from '../json.ts';
import { type Answer, Compiled, type Entropy } from './engine.ts';
import { builtinNames, faultIn, parse } from './parse.ts';
import { type Reference, referencesIn } from './references.ts';

export type { Answer, Entropy } from './engine.ts';
export { limits as expressionLimits } from './limits.ts';
export type { Reference } from './references.ts';
export {
  compileTemplate,
  evaluateCondition,
  evaluateTemplate,
  type Evaluated,
  expressionSource,
  isExpression,
  type Scope,
  type Template,
} from './template.ts';

/** Names of the functions there are, without their `$`. */
export const expressionFunctions: readonly string[] = builtinNames;

export type CheckedExpression =
  | { readonly ok: true; readonly references: readonly Reference[] }
  | { readonly ok: false; readonly message: string; readonly offset: number };

/** Two generations: what was asked for since the last one began, and what was before. */
let checked = new Map<string, CheckedExpression>();
let before = new Map<string, CheckedExpression>();
/** An editor asks for the same ones at every stroke. */
const keptOfEach = 20_000;

/** Whether JSONata source (what stands between the marks) can be evaluated at all, and what of the scope it reads. */
export function checkExpression(source: string): CheckedExpression {
  const known = checked.get(source);
  if (known) return known;
  const answer = before.get(source) ?? check(source);
  if (checked.size >= keptOfEach) {
    before = checked;
    checked = new Map();
  }
  checked.set(source, answer);
  return answer;
}

function check(source: string): CheckedExpression {
  const parsed = parse(source);
  if (!parsed.ok) return parsed;
  const fault = faultIn(parsed.ast);
  return fault ? { ok: false, ...fault } : { ok: true, references: referencesIn(parsed.ast, source) };
}

/** One expression on any data, `undefined` allowed: for tools that try expressions out. */
export async function evaluateExpression(
  source: string,
  data: Json,
  entropy: Entropy,
  bindings: Readonly<Record<string, Json>> = {},
): Promise<Answer> {
  return new Compiled(source).evaluate(data, entropy, bindings);
}
