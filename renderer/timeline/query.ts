/**
 * What is looked for in a trace, in one line: words separated by spaces, all of which must fit.
 *
 *   ship                part of a name, a service, an attribute or an event; "two words" in quotes
 *   http.method=POST    an attribute with this value; http.method=* with any
 *   status:failed       also error, ok, or any state by its name
 *   service:shop  step:ship
 *   >100ms  <=2s  100ms..2s
 *   -term               what does not fit
 */
export type Term = {
  /** What must not fit. */
  readonly not: boolean;
} & (
  | { readonly kind: 'text'; readonly text: string }
  /** Null: whatever its value. */
  | { readonly kind: 'attribute'; readonly attribute: string; readonly value: string | null }
  | { readonly kind: 'field'; readonly field: Field; readonly value: string }
  /** Ms; `open`: the ends do not count. */
  | { readonly kind: 'duration'; readonly least: number; readonly most: number; readonly open: boolean }
);

export const fields = ['status', 'service', 'step'] as const;
export type Field = (typeof fields)[number];

export function parseQuery(query: string): readonly Term[] {
  return wordsOf(query).map(termOf);
}

/** A word as it stands, and whether it was in quotes from the start: then it is text, whatever it looks like. */
interface Piece {
  readonly text: string;
  /** Where, in `text`, quotes were: nothing in there is grammar. */
  readonly quoted: readonly boolean[];
}

function wordsOf(query: string): readonly Piece[] {
  const words: Piece[] = [];
  let text = '';
  let quoted: boolean[] = [];
  let isIn = false;
  let isWord = false;
  const put = (letter: string): void => {
    text += letter;
    quoted.push(...Array.from(letter, () => isIn));
    isWord = true;
  };
  const end = (): void => {
    if (isWord) words.push({ text, quoted });
    [text, quoted, isWord] = ['', [], false];
  };
  for (let at = 0; at < query.length; at++) {
    const letter = query[at] ?? '';
    if (isIn && letter === '\\' && at + 1 < query.length) put(query[++at] ?? '');
    else if (letter === '"') [isIn, isWord] = [!isIn, true];
    else if (/\s/.test(letter) && !isIn) end();
    else put(letter);
  }
  end();
  return words;
}

function termOf(word: Piece): Term {
  const not = word.text.length > 1 && word.text.startsWith('-') && word.quoted[0] !== true;
  const piece = not ? { text: word.text.slice(1), quoted: word.quoted.slice(1) } : word;
  return { ...(fieldOf(piece) ?? attributeOf(piece) ?? durationOf(piece) ?? { kind: 'text', text: piece.text }), not };
}

type Bare = Term extends infer T ? (T extends Term ? Omit<T, 'not'> : never) : never;

function splitAt({ text, quoted }: Piece, mark: string): readonly [string, string] | null {
  let at = text.indexOf(mark);
  while (at !== -1 && quoted[at] === true) at = text.indexOf(mark, at + 1);
  return at <= 0 ? null : [text.slice(0, at), text.slice(at + 1)];
}

function fieldOf(piece: Piece): Bare | null {
  const [name, value] = splitAt(piece, ':') ?? [];
  const field = fields.find((each) => each === name?.toLowerCase());
  return field && value !== undefined && value !== '' ? { kind: 'field', field, value } : null;
}

function attributeOf(piece: Piece): Bare | null {
  const [attribute, value] = splitAt(piece, '=') ?? [];
  if (attribute === undefined || value === undefined || /[<>]/.test(attribute)) return null;
  const isAny = value === '' || (value === '*' && piece.quoted.at(-1) !== true);
  return { kind: 'attribute', attribute, value: isAny ? null : value };
}

const units: Readonly<Record<string, number>> = {
  us: 0.001,
  µs: 0.001,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const time = '(\\d+(?:\\.\\d+)?)(us|µs|ms|s|m|h|d)?';
const bound = new RegExp(`^(>=|<=|>|<)${time}$`);
const between = new RegExp(`^${time}\\.\\.${time}$`);

const msOf = (count: string | undefined, unit: string | undefined): number =>
  Number(count) * (units[unit ?? 'ms'] ?? 1);

function durationOf({ text, quoted }: Piece): Bare | null {
  if (quoted.includes(true)) return null;
  const [, from, fromUnit, to, toUnit] = between.exec(text) ?? [];
  if (from !== undefined) {
    return { kind: 'duration', least: msOf(from, fromUnit ?? toUnit), most: msOf(to, toUnit), open: false };
  }
  const [, sign, count, unit] = bound.exec(text) ?? [];
  if (sign === undefined) return null;
  const [ms, open] = [msOf(count, unit), sign.length === 1];
  return sign.startsWith('>')
    ? { kind: 'duration', least: ms, most: Infinity, open }
    : { kind: 'duration', least: -Infinity, most: ms, open };
}

/** A term as it is written. Parsing it gives the term again. */
export function writeTerm(term: Term): string {
  return `${term.not ? '-' : ''}${bare(term)}`;
}

function bare(term: Term): string {
  switch (term.kind) {
    case 'text':
      return quoteText(term.text);
    case 'attribute':
      return `${quote(term.attribute)}=${term.value === null ? '*' : quoteValue(term.value)}`;
    case 'field':
      return `${term.field}:${quote(term.value)}`;
    case 'duration':
      return writeDuration(term.least, term.most, term.open);
  }
}

export const writeQuery = (terms: readonly Term[]): string => terms.map(writeTerm).join(' ');

/** Text that looks like something else is in quotes. */
function quoteText(text: string): string {
  const plain = quote(text);
  const [read, ...more] = parseQuery(plain);
  const isItself = more.length === 0 && read?.kind === 'text' && read.text === text && !read.not;
  return isItself ? plain : `"${escaped(text)}"`;
}

const quote = (text: string): string => (text === '' || /[\s"\\=:]|^-/.test(text) ? `"${escaped(text)}"` : text);
const quoteValue = (text: string): string => (text === '*' ? '"*"' : quote(text));
const escaped = (text: string): string => text.replaceAll(/["\\]/g, String.raw`\$&`);

function writeDuration(least: number, most: number, open: boolean): string {
  if (most === Infinity) return `${open ? '>' : '>='}${writeMs(least)}`;
  if (least === -Infinity) return `${open ? '<' : '<='}${writeMs(most)}`;
  return `${writeMs(least)}..${writeMs(most)}`;
}

const writeMs = (ms: number): string => {
  const unit = ['d', 'h', 'm', 's'].find(
    (each) => ms >= (units[each] ?? 1) && Number.isInteger(ms / (units[each] ?? 1)),
  );
  return unit === undefined ? `${ms}ms` : `${ms / (units[unit] ?? 1)}${unit}`;
};
