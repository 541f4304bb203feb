import { type Node, walk } from './ast.ts';

/**
 * Nodes whose value is asked for, not needed: within `$exists(…)`, and left of `??` and `?:`. Who writes that knows that it may be
 * absent.
 */
export function testedIn(ast: Node): ReadonlySet<Node> {
  const tested = new Set<Node>();
  walk(ast, (node) => {
    for (const asked of askedBy(node)) walk(asked, (inner) => tested.add(inner));
  });
  return tested;
}

function askedBy(node: Node): readonly Node[] {
  if (node.type === 'function' && node.procedure?.value === 'exists') return node.arguments ?? [];
  const { condition, then } = node;
  const elvis = node.type === 'condition' && condition && positionOf(condition) === positionOf(then);
  return elvis ? [condition] : [];
}

/** `a ?: b` is parsed as `a ? a : b`, with two nodes for the one `a`. */
function positionOf(node: Node | undefined): number | undefined {
  return node?.position ?? node?.steps?.[0]?.position;
}
