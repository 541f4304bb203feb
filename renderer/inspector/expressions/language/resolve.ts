import { memberOf, nothingKnown, type Shape } from './shape.ts';
import { endsValue, nameOf, type Token, tokensOf } from './tokens.ts';

/** An expression while it is being written, and what names at its root are. */
export interface Reading {
  readonly tokens: readonly Token[];
  readonly scope: Shape;
}

export function readingOf(source: string, scope: Shape): Reading {
  return { tokens: tokensOf(source).filter(({ type }) => type !== 'comment'), scope };
}

const pairs: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
const isOp = (token: Token | undefined, text: string): boolean => token?.type === 'operator' && token.text === text;

/** What the value is that ends with this token; as far as it is a path. */
export function shapeEndingAt(reading: Reading, index: number, depth = 0): Shape {
  const token = reading.tokens[index];
  if (!token || depth > 40) return nothingKnown;
  if (token.type === 'name' || token.type === 'quoted') {
    const isMember = isOp(reading.tokens[index - 1], '.');
    const base = isMember ? shapeEndingAt(reading, index - 2, depth + 1) : contextAt(reading, index, depth + 1).shape;
    return memberOf(base, nameOf(token));
  }
  if (token.type === 'variable') return variableShape(reading, index, depth);
  if (isOp(token, ']')) return shapeEndingAt(reading, openerOf(reading.tokens, index) - 1, depth + 1);
  return isOp(token, ')') ? shapeInParentheses(reading, index, depth) : nothingKnown;
}

function variableShape(reading: Reading, index: number, depth: number): Shape {
  const name = reading.tokens[index]?.text ?? '';
  if (name === '$$') return reading.scope;
  if (name === '$') return contextAt(reading, index, depth + 1).shape;
  const bound = reading.tokens.findLastIndex(
    ({ text }, at) => at < index && text === name && isOp(reading.tokens[at + 1], ':='),
  );
  if (bound >= 0) return shapeEndingAt(reading, endOfExpression(reading.tokens, bound + 2), depth + 1);
  return parameterShape(reading, name, index, depth);
}

/** Functions that give one or more of what they are given first. */
const passing: ReadonlySet<string> = new Set([
  '$filter',
  '$sort',
  '$reverse',
  '$distinct',
  '$append',
  '$shuffle',
  '$single',
]);
/** Functions that hand each item of their first argument to the function that follows. */
const handing: ReadonlySet<string> = new Set(['$map', '$filter', '$single', '$sort', '$each', '$sift']);

/** `$i` of `$map(input.items, function($i) { … })`. */
function parameterShape(reading: Reading, name: string, index: number, depth: number): Shape {
  const { tokens } = reading;
  for (let at = index - 1; at > 0; at -= 1) {
    if (tokens[at]?.text !== name || tokens[at]?.type !== 'variable') continue;
    const open = enclosing(tokens, at);
    const isFunction = isOp(tokens[open], '(') && ['function', 'λ'].includes(tokens[open - 1]?.text ?? '');
    if (!isFunction) continue;
    if (at !== open + 1 && tokens[enclosing(tokens, open - 1) - 1]?.text !== '$sort') return nothingKnown;
    const call = enclosing(tokens, open - 1);
    if (!handing.has(tokens[call - 1]?.text ?? '')) return nothingKnown;
    return shapeEndingAt(reading, endOfExpression(tokens, call + 1), depth + 1);
  }
  return nothingKnown;
}

function shapeInParentheses(reading: Reading, index: number, depth: number): Shape {
  const { tokens } = reading;
  const open = openerOf(tokens, index);
  const called = tokens[open - 1];
  if (called?.type === 'variable')
    return passing.has(called.text)
      ? shapeEndingAt(reading, endOfExpression(tokens, open + 1), depth + 1)
      : nothingKnown;
  return shapeEndingAt(reading, index - 1, depth + 1);
}

/** Index of the last token of what begins here: up to a comma, a semicolon or a closing bracket. */
function endOfExpression(tokens: readonly Token[], from: number): number {
  let open = 0;
  for (let at = from; at < tokens.length; at += 1) {
    const { type, text } = tokens[at] ?? { type: 'operator', text: '' };
    if (type !== 'operator') continue;
    if (text === '(' || text === '[' || text === '{') open += 1;
    else if (text in pairs) open -= 1;
    if (open < 0 || (open === 0 && (text === ',' || text === ';'))) return at - 1;
  }
  return tokens.length - 1;
}

/** Index of the bracket that a closing one belongs to; -1 for none. */
const openerOf = (tokens: readonly Token[], index: number): number => openedBefore(tokens, index, 0);

/** Index of the bracket around a token; -1 for none. */
const enclosing = (tokens: readonly Token[], index: number): number => openedBefore(tokens, index - 1, 1);

/** Backwards, to where as many brackets have opened as have closed. */
function openedBefore(tokens: readonly Token[], from: number, closed: number): number {
  let open = closed;
  for (let at = from; at >= 0; at -= 1) {
    const { type, text } = tokens[at] ?? { type: 'operator', text: '' };
    if (type !== 'operator') continue;
    if (text in pairs) open += 1;
    else if (text === '(' || text === '[' || text === '{') open -= 1;
    if (open === 0) return at;
  }
  return -1;
}

export interface Context {
  readonly shape: Shape;
  /** Names here are those of an item, not of the scope. */
  readonly isItem: boolean;
}

/** What names without a dot before them belong to: the scope, or the items of a path, as in `input.items[…]`. */
export function contextAt(reading: Reading, index: number, depth = 0): Context {
  const { tokens, scope } = reading;
  if (depth > 40) return item(nothingKnown);
  for (let open = enclosing(tokens, index); open >= 0; open = enclosing(tokens, open)) {
    const before = tokens[open - 1];
    if (isOp(before, '.')) return item(shapeEndingAt(reading, open - 2, depth + 1));
    if (isOp(before, '^') && isOp(tokens[open], '(')) return item(shapeEndingAt(reading, open - 2, depth + 1));
    const follows = (isOp(tokens[open], '[') || isOp(tokens[open], '{')) && endsValue(before);
    const isBody = isOp(tokens[open], '{') && isOp(before, ')');
    if (follows && !isBody) return item(shapeEndingAt(reading, open - 1, depth + 1));
  }
  return { shape: scope, isItem: false };
}

const item = (shape: Shape): Context => ({ shape, isItem: true });

/** Variables the expression itself binds before a place: by `:=`, or as parameters. */
export function boundBefore({ tokens }: Reading, offset: number): readonly string[] {
  const names = tokens.flatMap(({ type, text, to }, at) => {
    if (type !== 'variable' || text.length < 2 || text === '$$' || to >= offset) return [];
    const open = enclosing(tokens, at);
    const isParameter = ['function', 'λ'].includes(tokens[open - 1]?.text ?? '');
    return isOp(tokens[at + 1], ':=') || isParameter ? [text] : [];
  });
  return [...new Set(names)];
}
