import jsonata from 'jsonata';
import { boundNames, depthOf, type Node, walk } from './ast.ts';
import { isBuiltin } from './builtins/index.ts';
import { short } from './failure.ts';
import { limits } from './limits.ts';
import { nearest } from '../nearest.ts';
import { toLinear } from './regex.ts';

export type Parsed =
  | { readonly ok: true; readonly ast: Node; readonly expression: jsonata.Expression }
  | { readonly ok: false; readonly message: string; readonly offset: number; readonly code: string | null };

const wrong = (message: string, offset: number, code: string | null = null): Parsed => ({
  ok: false,
  message,
  offset,
  code,
});

/** Syntax only. The tree belongs to the expression made of it. */
export function parse(source: string, options?: jsonata.JsonataOptions): Parsed {
  if (source.length > limits.sourceLength)
    return wrong(`An expression has ${limits.sourceLength} characters at most.`, 0);
  try {
    const expression = jsonata(source, options);
    const ast = expression.ast() as unknown as Node;
    if (depthOf(ast) > limits.syntaxDepth) return wrong(tooDeep, 0);
    return { ok: true, ast, expression };
  } catch (thrown) {
    return wrongSyntax(thrown);
  }
}

const tooDeep = `The expression is nested deeper than ${limits.syntaxDepth}: split it with variables.`;

function wrongSyntax(thrown: unknown): Parsed {
  const { code, message, position } = thrown as { code?: unknown; message?: unknown; position?: unknown };
  if (thrown instanceof RangeError) return wrong(tooDeep, 0);
  const said = typeof message === 'string' ? short(message) : 'It cannot be parsed';
  const offset = typeof position === 'number' ? position : 0;
  return typeof code === 'string'
    ? wrong(`${said}.`, offset, code)
    : wrong(`There is a wrong pattern: ${said}.`, offset);
}

/** What will fail whenever it is reached: functions that do not exist, patterns that cannot be matched in linear time. */
export function faultIn(ast: Node): { readonly message: string; readonly offset: number } | null {
  const bound = boundNames(ast);
  let fault: { message: string; offset: number } | null = null;
  walk(ast, (node) => {
    const message = node.type === 'regex' ? patternFault(node.value) : functionFault(node, bound);
    if (message !== null) fault ??= { message, offset: node.position ?? 0 };
  });
  return fault;
}

function patternFault(pattern: unknown): string | null {
  if (!(pattern instanceof RegExp)) return 'A pattern cannot stand on the left of ?: or ??.';
  try {
    toLinear(pattern);
    return null;
  } catch {
    return `The pattern /${short(pattern.source)}/ cannot be used: lookahead, lookbehind and backreferences do not exist here.`;
  }
}

function functionFault(node: Node, bound: ReadonlySet<string>): string | null {
  if (node.type !== 'function' && node.type !== 'partial') return null;
  const called = node.procedure;
  if (called?.type === 'path') return forgottenDollar(called);
  if (called?.type !== 'variable' || typeof called.value !== 'string') return null;
  const name = called.value;
  if (name === 'eval') return '$eval does not exist here: what a workflow does must be in its definition.';
  if (name === '' || bound.has(name) || isBuiltin(name)) return null;
  const near = nearest(name, builtinNames);
  return `There is no function $${name}${near === null ? '' : `: did you mean $${near}?`}${near === null ? '.' : ''}`;
}

function forgottenDollar({ steps }: Node): string | null {
  const name = steps?.length === 1 ? steps[0]?.value : undefined;
  return typeof name === 'string' && isBuiltin(name) ? `Functions start with $: write $${name}(…).` : null;
}

export const builtinNames: readonly string[] = (
  'abs append assert average base64decode base64encode boolean ceil clone contains count decodeUrl decodeUrlComponent ' +
  'distinct each encodeUrl encodeUrlComponent error exists filter floor formatBase formatInteger formatNumber fromMillis ' +
  'join keys length lookup lowercase map match max merge millis min not now number pad parseInteger power random reduce ' +
  'replace reverse round shuffle sift single sort split spread sqrt string substring substringAfter substringBefore sum ' +
  'toMillis trim type uppercase uuid zip'
).split(' ');
