import { functions, takesNothing } from './functions.ts';
import { boundBefore, contextAt, type Reading, readingOf, shapeEndingAt } from './resolve.ts';
import { brief, exampleOf, type Member, membersOf, nothingKnown, type Shape, typeOf } from './shape.ts';
import { endsValue, type Token, writtenName } from './tokens.ts';

/** One thing that could be written at the caret. */
export interface Offer {
  readonly label: string;
  readonly insert: string;
  /** Characters of `insert` before the caret, once it is taken. */
  readonly caret: number;
  readonly kind: Member['kind'] | 'function' | 'local';
  readonly type: string | null;
  /** The value last seen, on one line. */
  readonly example: string | null;
  readonly detail: string | null;
  readonly isUncertain: boolean;
}

export interface Offers {
  /** What is written already, and would be replaced; indexes into the source. */
  readonly from: number;
  readonly to: number;
  readonly offers: readonly Offer[];
  /** There is something to go by; else only whoever asks wants to see them. */
  readonly isBegun: boolean;
}

/** What could be written at `offset` of JSONata source; `scope` says what names at its root are. Null where nothing could. */
export function completionsAt(source: string, offset: number, scope: Shape): Offers | null {
  const reading = readingOf(source, scope);
  const index = reading.tokens.findIndex(({ from, to }) => from < offset && offset <= to);
  const token = reading.tokens[index];
  if (token && isInside(token, offset)) return null;
  const isWord = token?.type === 'name' || token?.type === 'quoted' || token?.type === 'keyword';
  if (token?.type === 'variable') return variables(reading, token, index, offset);
  const from = isWord ? token.from : offset;
  const next = isWord ? index : reading.tokens.findIndex((one) => one.from >= offset);
  const at = next < 0 ? reading.tokens.length : next;
  const before = reading.tokens[at - 1];
  if (before?.type === 'operator' && before.text === '.')
    return { from, to: offset, offers: ofMembers(shapeEndingAt(reading, at - 2)), isBegun: true };
  if (endsValue(before)) return null;
  return { from, to: offset, offers: atRoot(reading, at, offset), isBegun: isWord };
}

/** Not within a text, a pattern, a number or a comment. Comments are gone already. */
function isInside({ type, open, to }: Token, offset: number): boolean {
  if (type === 'string' || type === 'regex') return open || offset < to;
  return type === 'number';
}

function atRoot(reading: Reading, index: number, offset: number): readonly Offer[] {
  const { shape, isItem } = contextAt(reading, index);
  const whole: readonly Offer[] = isItem ? [offer({ name: '$$', kind: 'root', shape: reading.scope }, '$$')] : [];
  return [...ofMembers(shape), ...locals(reading, offset), ...whole, ...calls];
}

function variables(reading: Reading, token: Token, index: number, offset: number): Offers {
  const { shape, isItem } = contextAt(reading, index);
  const context = isItem ? [offer({ name: '$', kind: 'local', shape }, '$')] : [];
  return {
    from: token.from,
    to: offset,
    offers: [...locals(reading, token.from), ...context, ...calls],
    isBegun: true,
  };
}

function locals(reading: Reading, offset: number): readonly Offer[] {
  return boundBefore(reading, offset).map((name) => offer({ name, kind: 'local', shape: nothingKnown }, name));
}

const ofMembers = (shape: Shape): readonly Offer[] => membersOf(shape).map((member) => offer(member, insertOf(member)));

/** Of a step only its output can be read. */
const insertOf = ({ name, kind }: Member): string => `${writtenName(name)}${kind === 'step' ? '.output' : ''}`;

type Named = Omit<Member, 'kind'> & { readonly kind: Offer['kind'] };

function offer({ name, kind, shape, detail, isUncertain = false }: Named, insert: string): Offer {
  const known = kind === 'step' ? (membersOf(shape)[0]?.shape ?? shape) : shape;
  const example = kind === 'secret' ? undefined : exampleOf(known);
  return {
    label: name,
    insert,
    caret: insert.length,
    kind,
    type: typeOf(known),
    example: example === undefined ? null : brief(example, 60),
    detail: detail ?? null,
    isUncertain,
  };
}

const calls: readonly Offer[] = functions.map(({ name, signature }) => ({
  label: `$${name}`,
  insert: `$${name}()`,
  caret: name.length + (takesNothing(signature) ? 3 : 2),
  kind: 'function',
  type: null,
  example: null,
  detail: signature,
  isUncertain: false,
}));

/** What a name of a path is, for whoever points at it. */
export interface Pointed {
  readonly from: number;
  readonly to: number;
  readonly path: string;
  readonly type: string | null;
  readonly value: ReturnType<typeof exampleOf>;
}

export function pointedAt(source: string, offset: number, scope: Shape): Pointed | null {
  const reading = readingOf(source, scope);
  const index = reading.tokens.findIndex(({ from, to }) => from <= offset && offset < to);
  const token = reading.tokens[index];
  if (!token || !['name', 'quoted', 'variable'].includes(token.type)) return null;
  const shape = shapeEndingAt(reading, index);
  const [type, value] = [typeOf(shape), exampleOf(shape)];
  if (type === null && value === undefined) return null;
  return {
    from: token.from,
    to: token.to,
    path: source.slice(startOfPath(reading.tokens, index), token.to),
    type,
    value,
  };
}

function startOfPath(tokens: readonly Token[], index: number): number {
  let at = index;
  while (tokens[at - 1]?.text === '.' && tokens[at - 2]?.type !== 'operator' && at >= 2) at -= 2;
  return tokens[at]?.from ?? 0;
}
