import { type Node, walk } from './ast.ts';

/**
 * Nodes whose value is asked for, not needed: within `$exists(…)`, left of `??` and `?:`, and what is read where `$exists(…)` has said
 * that it is there. Who writes that knows that it may be absent.
 */
export function testedIn(ast: Node): ReadonlySet<Node> {
  const tested = new Set<Node>();
  walk(ast, (node) => {
    for (const asked of askedBy(node)) walk(asked, (inner) => tested.add(inner));
    for (const { part, paths } of assuredBy(node)) {
      walk(part, (inner) => {
        if (paths.some((path) => beginsWith(inner, path))) tested.add(inner);
      });
    }
  });
  return tested;
}

function askedBy(node: Node): readonly Node[] {
  if (isCallOf(node, 'exists')) return node.arguments ?? [];
  return providedBy(node) ?? [];
}

/** `a ?: b` is parsed as `a ? a : b`, and `a ?? b` as `$exists(a) ? a : b`: with two nodes for the one `a`. */
function providedBy({ type, condition, then }: Node): readonly [Node, Node] | null {
  if (type !== 'condition' || !condition || !then) return null;
  const [only] = isCallOf(condition, 'exists') ? (condition.arguments ?? []) : [];
  const twin = [condition, only].find((one) => one && isSamePlace(one, then));
  return twin ? [twin, then] : null;
}

/** One that is written twice stands at two places; a constant has none that matters. */
function isSamePlace(one: Node, other: Node): boolean {
  const position = positionOf(one);
  return position !== undefined && position === positionOf(other);
}

function positionOf(node: Node): number | undefined {
  return node.position ?? node.steps?.[0]?.position;
}

interface Assured {
  readonly part: Node;
  readonly paths: readonly Node[];
}

/** `$exists(a) ? HERE : …` and `$not($exists(a)) ? … : HERE`. */
function assuredBy({ type, condition, then, else: otherwise }: Node): readonly Assured[] {
  if (type !== 'condition' || !condition) return [];
  return [
    ...(then ? [{ part: then, paths: existingIf(condition, true) }] : []),
    ...(otherwise ? [{ part: otherwise, paths: existingIf(condition, false) }] : []),
  ];
}

/** What is there for certain where the condition comes to this. */
function existingIf(condition: Node, outcome: boolean): readonly Node[] {
  const { arguments: given = [], expressions = [], lhs, rhs } = condition;
  const [first] = given;
  const [only] = expressions;
  if (condition.type === 'block' && only && expressions.length === 1) return existingIf(only, outcome);
  if (isCallOf(condition, 'not') && first) return existingIf(first, !outcome);
  if (isCallOf(condition, 'exists')) return outcome ? given : [];
  const joins = condition.type === 'binary' && condition.value === (outcome ? 'and' : 'or');
  if (!joins || !lhs || Array.isArray(lhs) || !rhs) return [];
  return [...existingIf(lhs, outcome), ...existingIf(rhs, outcome)];
}

const isCallOf = ({ type, procedure }: Node, name: string): boolean =>
  type === 'function' && procedure?.type === 'variable' && procedure.value === name;

/** Whether it is that path, or leads on from it. Names alone: a filter chooses among what is there. */
function beginsWith({ type, steps = [] }: Node, path: Node): boolean {
  const names = path.steps ?? [];
  if (type !== 'path' || path.type !== 'path' || names.length > steps.length) return false;
  return names.every((step, index) => {
    const { type: kind, value, stages, predicate } = steps[index] ?? step;
    const isPlain = (step.type === 'name' || index === 0) && !step.stages && !step.predicate;
    return (
      isPlain && kind === step.type && value === step.value && (index + 1 === names.length || (!stages && !predicate))
    );
  });
}
