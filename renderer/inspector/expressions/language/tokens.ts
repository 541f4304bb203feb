/** JSONata source in parts, for whatever must make sense of it while it is being written: nothing here fails. */
export type TokenType =
  | 'name'
  | 'quoted' // a name in backticks
  | 'variable' // `$x`, `$`, `$$`, and the names of functions
  | 'string'
  | 'number'
  | 'regex'
  | 'keyword'
  | 'operator'
  | 'comment';

/** `from` and `to` are indexes into the source; `open`: its end is missing. */
export interface Token {
  readonly type: TokenType;
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly open: boolean;
}

const keywords: ReadonlySet<string> = new Set(['and', 'or', 'in', 'true', 'false', 'null', 'function', 'λ']);

const parts: readonly (readonly [TokenType, RegExp])[] = [
  ['comment', /\/\*[\s\S]*?(?:\*\/|$)/y],
  ['string', /"(?:\\[\s\S]|[^"\\])*"?|'(?:\\[\s\S]|[^'\\])*'?/y],
  ['quoted', /`[^`]*`?/y],
  ['variable', /\$(?:\$|[^\s.[\]{}(),@#;:?+\-*/%|=<>^&!~$"'`]*)/y],
  ['number', /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y],
  ['operator', /:=|!=|<=|>=|\*\*|\.\.|~>|\?\?|\?:|[.[\]{}(),@#;:?+\-*/%|=<>^&!~]/y],
  ['name', /[^\s.[\]{}(),@#;:?+\-*/%|=<>^&!~$"'`]+/y],
];
const regex = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+(?:\/[im]*|$)/y;

/** The part at this place, past any white space; null at the end. */
export function tokenAt(source: string, start: number, before: Token | null): Token | null {
  let from = start;
  while (from < source.length && /\s/.test(source[from] ?? '')) from += 1;
  if (from >= source.length) return null;
  const found =
    source[from] === '/' && source[from + 1] !== '*' && !endsValue(before) ? matchAt(regex, source, from) : '';
  if (found.length > 1) return token('regex', found, from);
  for (const [type, pattern] of parts) {
    const text = matchAt(pattern, source, from);
    if (text !== '') return token(type === 'name' && keywords.has(text) ? 'keyword' : type, text, from);
  }
  return token('operator', source[from] ?? '', from);
}

function matchAt(pattern: RegExp, source: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0] ?? '';
}

function token(type: TokenType, text: string, from: number): Token {
  return { type, text, from, to: from + text.length, open: isOpen(type, text) };
}

function isOpen(type: TokenType, text: string): boolean {
  if (type === 'comment') return !text.endsWith('*/') || text.length < 4;
  if (type === 'regex') return !/[^\\]\/[im]*$/.test(text);
  if (type === 'quoted') return text.length < 2 || !text.endsWith('`');
  return type === 'string' && !/^(?:"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*')$/.test(text);
}

/** What stands there is a value, so that what follows goes on from it. */
export function endsValue(token: Token | null | undefined): boolean {
  if (!token) return false;
  if (token.type === 'operator') return token.text === ')' || token.text === ']' || token.text === '}';
  if (token.type === 'keyword') return token.text === 'true' || token.text === 'false' || token.text === 'null';
  return token.type !== 'comment';
}

export function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let before: Token | null = null;
  for (let at = 0; ;) {
    const next: Token | null = tokenAt(source, at, before);
    if (!next) return tokens;
    tokens.push(next);
    at = next.to;
    if (next.type !== 'comment') before = next;
  }
}

/** The plain name a token is. */
export function nameOf({ type, text }: Token): string {
  return type === 'quoted' ? text.replaceAll('`', '') : text;
}

/** A name as it must be written in a path. */
export function writtenName(name: string): string {
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) && !keywords.has(name) ? name : `\`${name}\``;
}
