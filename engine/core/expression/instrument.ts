import { type Node, walk } from './ast.ts';

/** What evaluating each node costs beyond the one step it is (DA5), as known from the syntax. */
export interface Costs {
  /** Results that are built, or that an operator reads whole. */
  readonly whole: ReadonlySet<Node>;
  /** `^(…)`: the library's sort keeps a copy of the rest at each comparison, so long ones must end early. */
  readonly dear: ReadonlySet<Node>;
}

const readsWhole = new Set(['=', '!=', 'in', '&', 'and', 'or']);

export function costsOf(ast: Node): Costs {
  const whole = new Set<Node>();
  const dear = new Set<Node>();
  walk(ast, (node) => {
    if (node.type === 'unary' || node.group) whole.add(node);
    for (const operand of operandsReadWhole(node)) whole.add(operand);
    for (const term of node.terms ?? []) dear.add(term.expression);
  });
  return { whole, dear };
}

function operandsReadWhole(node: Node): Node[] {
  const operands =
    node.type === 'binary' && readsWhole.has(String(node.value)) ? [node.lhs, node.rhs] : [node.condition];
  const filters = [...(node.predicate ?? []), ...(node.stages ?? [])].map((stage) => stage.expr);
  return [...operands, ...filters].filter((one): one is Node => one !== undefined && !Array.isArray(one));
}

/** The name under which transforms find `onlyData`; no expression can write it. */
export const guardName = '\u0000onlyData';

/**
 * A transform `|pattern|update|` writes into whatever its pattern gives. That may be a function, and through one an expression
 * would reach the evaluator itself: so every pattern goes through a guard first.
 */
export function guardTransforms(ast: Node): void {
  walk(ast, (node) => {
    if (node.type !== 'transform' || !node.pattern || node.pattern.procedure?.value === guardName) return;
    const procedure: Node = { type: 'variable', value: guardName, position: node.pattern.position ?? 0 };
    node.pattern = {
      type: 'function',
      value: '(',
      position: procedure.position ?? 0,
      arguments: [node.pattern],
      procedure,
    };
  });
}

/** Variables an expression names; only these built-ins need to be there for it. */
export function namedVariables(ast: Node): ReadonlySet<string> {
  const names = new Set<string>();
  walk(ast, (node) => {
    if (node.type === 'variable' && typeof node.value === 'string') names.add(node.value);
    if (node.type === 'transform') names.add('clone'); // looked up by name, unwritten
  });
  return names;
}

/**
 * Whether the library may write into the data it reads: it puts `undefined` into empty arrays it groups, flags arrays for `[]`,
 * and marks whatever is called as a function. Such expressions work on a copy.
 */
export function mayWriteInput(ast: Node, isBuiltin: (name: string) => boolean): boolean {
  let writes = false;
  walk(ast, (node, root) => {
    const groups = node.group !== undefined || (node.type === 'unary' && node.value === '{' && !root);
    const flags = node.keepSingletonArray === true || node.keepArray === true;
    writes ||= groups || flags || callsUnknown(node, isBuiltin);
  });
  return writes;
}

function callsUnknown(node: Node, isBuiltin: (name: string) => boolean): boolean {
  if (node.type !== 'function' && node.type !== 'partial') return false;
  const called = node.procedure;
  return called?.type === 'variable' ? !isBuiltin(String(called.value)) : called?.type !== 'lambda';
}
