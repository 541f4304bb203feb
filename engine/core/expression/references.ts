import { type Node, walk } from './ast.ts';
import { testedIn } from './guards.ts';

const named = ['vars', 'steps', 'config', 'secrets'] as const;
const whole = [
  'input',
  'item',
  'index',
  'error',
  'result',
  'signal',
  'run',
  'step',
  'query',
  'update',
  'trigger',
] as const;

type Named = (typeof named)[number];
type Whole = (typeof whole)[number];

/** One place where an expression reads its scope. */
export interface Reference {
  /** `other`: a name that no scope has (`name`), or the whole scope (`name` null). */
  readonly kind: Named | Whole | 'other';
  /** Of a variable, step, configuration or secret; null when all are read, or one that is only known at run time. */
  readonly name: string | null;
  /** The names that follow, as far as they are plain. */
  readonly path: readonly string[];
  /** Where in the source. */
  readonly offset: number;
  /** Asked for rather than needed: `$exists(x)`, `x ?? 0`. */
  readonly tested: boolean;
}

/** Every read of the scope, in the order written. Names inside `[…]`, after a `.` and the like belong to an item, not to the scope. */
export function referencesIn(ast: Node, source: string): readonly Reference[] {
  const found: Reference[] = [];
  const tested = testedIn(ast);
  walk(ast, (node, root) => {
    if (node.type === 'path') {
      const names = namesFromRoot(node, root);
      if (names !== null) found.push(referenceTo(names, startOf(node.steps?.[0], source), tested.has(node)));
    } else if (isWholeScope(node, root)) {
      found.push({ kind: 'other', name: null, path: [], offset: startOf(node, source), tested: tested.has(node) });
    }
  });
  return found.filter((reference) => !isStartOfPath(reference, found));
}

/** The parser notes where a token ends. */
function startOf(token: Node | undefined, source: string): number {
  const end = token?.position ?? 0;
  const name = typeof token?.value === 'string' ? token.value : '';
  const marks = token?.type === 'variable' ? 1 : source[end - 1] === '`' ? 2 : 0;
  return Math.max(0, end - name.length - marks);
}

/** `$$.vars.a` is met twice: as the path, and as the `$$` it starts with. */
function isStartOfPath(reference: Reference, all: readonly Reference[]): boolean {
  const sameStart = (other: Reference) => other.offset === reference.offset && other !== reference;
  return reference.kind === 'other' && reference.name === null && all.some(sameStart);
}

function isWholeScope(node: Node, root: boolean): boolean {
  if (node.type === 'variable') return node.value === '$' || (node.value === '' && root);
  return root && (node.type === 'wildcard' || node.type === 'descendant');
}

/** The plain names a path begins with, or null when it does not begin at the scope. */
function namesFromRoot({ steps = [] }: Node, root: boolean): readonly string[] | null {
  const [first] = steps;
  const absolute = first?.type === 'variable' && (first.value === '$' || (first.value === '' && root));
  if (!absolute && !(root && first?.type === 'name')) return null;
  const names: string[] = [];
  for (const step of absolute ? steps.slice(1) : steps) {
    if (step.type !== 'name' || typeof step.value !== 'string') break;
    names.push(step.value);
  }
  return names;
}

function referenceTo([first, ...rest]: readonly string[], offset: number, tested: boolean): Reference {
  const where = { offset, tested };
  if (first === undefined) return { kind: 'other', name: null, path: [], ...where };
  const whole = wholeKind(first);
  if (whole !== undefined) return { kind: whole, name: null, path: rest, ...where };
  const kind = named.find((one) => one === first);
  if (kind === undefined) return { kind: 'other', name: first, path: rest, ...where };
  return { kind, name: rest[0] ?? null, path: rest.slice(1), ...where };
}

const wholeKind = (name: string): Whole | undefined => whole.find((one) => one === name);
