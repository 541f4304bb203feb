import { sourceRange } from './marks.ts';

/** The source of an expression in the text of an editor. */
export interface Embedded {
  readonly source: string;
  /** In the editor: from behind `{%` to before `%}`. */
  readonly from: number;
  readonly to: number;
  readonly toEditor: (offset: number) => number;
  readonly toSource: (position: number) => number;
  /** Source as it must be written there. */
  readonly encode: (source: string) => string;
}

/** An editor of one expression holds the text itself; in JSON, expressions are texts, with escapes. */
export type Holder = 'expression' | 'json';

export function embeddedIn(text: string, holder: Holder): readonly Embedded[] {
  if (holder === 'expression') {
    const range = sourceRange(text);
    return range ? [plain(text, range.from, range.to)] : [];
  }
  return [...text.matchAll(/"(?:\\.|[^"\\\n])*(?:"|$)/gm)].flatMap(({ 0: quoted, index }) => {
    const end = quoted.length > 1 && quoted.endsWith('"') ? quoted.length - 1 : quoted.length;
    const range = sourceRange(quoted.slice(1, end));
    return range ? [escaped(text, index + 1 + range.from, index + 1 + range.to)] : [];
  });
}

export function embeddedAt(text: string, position: number, holder: Holder): Embedded | null {
  return embeddedIn(text, holder).find(({ from, to }) => from <= position && position <= to) ?? null;
}

const within = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);

function plain(text: string, from: number, to: number): Embedded {
  return {
    source: text.slice(from, to),
    from,
    to,
    toEditor: (offset) => within(from + offset, from, to),
    toSource: (position) => within(position, from, to) - from,
    encode: (source) => source,
  };
}

function escaped(text: string, from: number, to: number): Embedded {
  const { source, starts } = decoded(text.slice(from, to));
  return {
    source,
    from,
    to,
    toEditor: (offset) => from + (starts[within(offset, 0, source.length)] ?? to - from),
    toSource: (position) => {
      const raw = within(position, from, to) - from;
      const at = starts.findIndex((start) => start >= raw);
      return at < 0 ? source.length : at;
    },
    encode: (inserted) => JSON.stringify(inserted).slice(1, -1),
  };
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

/** What a piece of a JSON string says, and where each character of it begins; the last is the end. */
function decoded(raw: string): { readonly source: string; readonly starts: readonly number[] } {
  const starts: number[] = [];
  let source = '';
  for (let at = 0; at < raw.length;) {
    starts.push(at);
    const isEscape = raw[at] === '\\' && at + 1 < raw.length;
    const sign = raw[at + 1] ?? '';
    const isCode = isEscape && sign === 'u' && /^[0-9a-fA-F]{4}$/.test(raw.slice(at + 2, at + 6));
    if (isCode) source += String.fromCharCode(Number.parseInt(raw.slice(at + 2, at + 6), 16));
    else source += isEscape ? (escapes[sign] ?? sign) : (raw[at] ?? '');
    at += isCode ? 6 : isEscape ? 2 : 1;
  }
  return { source, starts: [...starts, raw.length] };
}
