/** JSONata's syntax tree as its parser makes it. The library's own type leaves out half of what is there. */
export interface Node {
  type: string;
  value?: unknown;
  position?: number;
  /** Of a path. */
  steps?: Node[];
  /** Filters of a step. */
  stages?: Stage[];
  predicate?: Stage[];
  group?: { lhs: [Node, Node][] };
  /** Of binary operators; the pairs of an object constructor. */
  lhs?: Node | [Node, Node][];
  rhs?: Node;
  expression?: Node;
  expressions?: Node[];
  arguments?: Node[];
  procedure?: Node;
  body?: Node;
  condition?: Node;
  then?: Node;
  else?: Node;
  pattern?: Node;
  update?: Node;
  delete?: Node;
  terms?: { expression: Node }[];
  /** Names that `@$x` and `#$i` bind. */
  focus?: string;
  index?: string;
  keepArray?: boolean;
  keepSingletonArray?: boolean;
  consarray?: boolean;
  tuple?: boolean;
}

interface Stage {
  type: string;
  value?: unknown;
  expr?: Node;
}

/** Whether a child is evaluated on the same context as its parent, or on each item its parent comes to. */
export type Context = 'same' | 'item';

/** Every child that is evaluated, in order of evaluation where that is fixed. */
export function children(node: Node): readonly (readonly [Node, Context])[] {
  return [...own(node), ...stages(node.predicate), ...stages(node.stages), ...pairs(node.group?.lhs, 'item')];
}

function own(node: Node): (readonly [Node, Context])[] {
  if (node.type === 'path') return (node.steps ?? []).map((step, at) => [step, at === 0 ? 'same' : 'item'] as const);
  if (node.type === 'sort') return (node.terms ?? []).map((term) => [term.expression, 'item'] as const);
  if (node.type === 'transform')
    return present(node.pattern, node.update, node.delete).map((n) => [n, 'item'] as const);
  if (node.type === 'lambda') return present(node.body).map((n) => [n, 'same'] as const);
  if (Array.isArray(node.lhs)) return pairs(node.lhs, 'same');
  const same = present(
    node.type === 'bind' ? undefined : node.lhs,
    node.rhs,
    node.expression,
    node.condition,
    node.then,
    node.else,
    node.procedure,
  );
  return [...same, ...(node.expressions ?? []), ...(node.arguments ?? [])].map((n) => [n, 'same'] as const);
}

const present = (...nodes: (Node | undefined)[]): Node[] => nodes.filter((node) => node !== undefined);

function stages(list: readonly Stage[] | undefined): (readonly [Node, Context])[] {
  return present(...(list ?? []).map((stage) => stage.expr)).map((node) => [node, 'item'] as const);
}

function pairs(list: readonly [Node, Node][] | undefined, context: Context): (readonly [Node, Context])[] {
  return (list ?? []).flat().map((node) => [node, context] as const);
}

/** Visits every node; `root` tells whether names at that node are looked up in the scope itself. */
export function walk(node: Node, visit: (node: Node, root: boolean) => void, root = true): void {
  visit(node, root);
  for (const [child, context] of children(node)) walk(child, visit, root && context === 'same');
}

export function depthOf(node: Node): number {
  return 1 + Math.max(0, ...children(node).map(([child]) => depthOf(child)));
}

/** Variables the expression itself binds: by `:=`, as a parameter, by `@` or `#`. */
export function boundNames(ast: Node): ReadonlySet<string> {
  const names = new Set<string>();
  walk(ast, (node) => {
    if (node.type === 'bind') addName(names, (node.lhs as Node).value);
    if (node.type === 'lambda') for (const parameter of node.arguments ?? []) addName(names, parameter.value);
    addName(names, node.focus);
    addName(names, node.index);
    for (const stage of node.stages ?? []) if (stage.type === 'index') addName(names, stage.value);
  });
  return names;
}

function addName(names: Set<string>, name: unknown): void {
  if (typeof name === 'string') names.add(name);
}
