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

/** Calls back with every child that is evaluated, and whether on the context of its parent or on the items its parent comes to. */
function eachChild(node: Node, visit: (child: Node, sameContext: boolean) => void): void {
  const maybe = (child: Node | undefined, same = true): void => {
    if (child !== undefined) visit(child, same);
  };
  const all = (list: readonly Node[] | undefined): void => list?.forEach((child) => visit(child, true));
  const stages = (list: readonly Stage[] | undefined): void => list?.forEach(({ expr }) => maybe(expr, false));
  const pairs = (list: readonly [Node, Node][], same: boolean): void =>
    list.forEach(([name, value]) => {
      visit(name, same);
      visit(value, same);
    });

  if (node.type === 'path') node.steps?.forEach((step, at) => visit(step, at === 0));
  else if (node.type === 'lambda') maybe(node.body);
  else all(node.arguments);
  if (Array.isArray(node.lhs)) pairs(node.lhs, true);
  else if (node.type !== 'bind') maybe(node.lhs);
  for (const child of [node.rhs, node.expression, node.condition, node.then, node.else, node.procedure]) maybe(child);
  all(node.expressions);
  for (const child of [node.pattern, node.update, node.delete]) maybe(child, false);
  node.terms?.forEach(({ expression }) => visit(expression, false));
  stages(node.predicate);
  stages(node.stages);
  if (node.group) pairs(node.group.lhs, false);
}

/** Visits every node; `root` tells whether names at that node are looked up in the scope itself. */
export function walk(node: Node, visit: (node: Node, root: boolean) => void, root = true): void {
  visit(node, root);
  eachChild(node, (child, same) => walk(child, visit, root && same));
}

export function depthOf(node: Node): number {
  let deepest = 0;
  eachChild(node, (child) => (deepest = Math.max(deepest, depthOf(child))));
  return deepest + 1;
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
