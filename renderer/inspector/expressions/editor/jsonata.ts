import { HighlightStyle, StreamLanguage, type StringStream } from '@codemirror/language';
import { type Extension, RangeSetBuilder } from '@codemirror/state';
import { Decoration, type DecorationSet, type EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import { Tag } from '@lezer/highlight';
import { embeddedIn } from '../embedded.ts';
import { type Token, tokenAt, tokensOf, type TokenType } from '../language/tokens.ts';

type Paint = 'mark' | 'path' | 'call' | 'local' | 'string' | 'number' | 'keyword' | 'operator' | 'comment';

/** Violet is what an expression reads; the rest is quiet beside it. */
const colours: Readonly<Record<Paint, string>> = {
  mark: 'var(--undo)',
  path: 'var(--undo)',
  call: 'var(--accent)',
  local: 'var(--flow)',
  string: 'var(--ok)',
  number: 'var(--time)',
  keyword: 'var(--accent)',
  operator: 'var(--ink-2)',
  comment: 'var(--ink-3)',
};

const paints = Object.keys(colours) as readonly Paint[];
const tags: Readonly<Record<string, Tag>> = Object.fromEntries(paints.map((paint) => [paint, Tag.define(paint)]));

export const expressionColours = HighlightStyle.define(
  paints.flatMap((paint) => {
    const tag = tags[paint];
    return tag ? [{ tag, color: colours[paint] }] : [];
  }),
);

/** For the theme: the same colours where expressions stand in JSON. */
export const paintStyles = Object.fromEntries(
  paints.map((paint) => [`.cm-x-${paint}, .cm-x-${paint} *`, { color: `${colours[paint]} !important` }]),
);

const byType: Readonly<Record<Exclude<TokenType, 'variable'>, Paint>> = {
  name: 'path',
  quoted: 'path',
  string: 'string',
  number: 'number',
  regex: 'string',
  keyword: 'keyword',
  operator: 'operator',
  comment: 'comment',
};

function paintOf({ type, text, to }: Token, source: string): Paint {
  if (type === 'operator' && text === '.') return 'path';
  if (type !== 'variable') return byType[type];
  if (text === '$' || text === '$$') return 'path';
  return /^\s*\(/.test(source.slice(to)) ? 'call' : 'local';
}

interface State {
  before: Token | null;
  isBegun: boolean;
}

/** An expression with its marks, for an editor of its own. Texts and comments over several lines are told line by line. */
export const expressionLanguage = StreamLanguage.define<State>({
  name: 'jsonata',
  startState: () => ({ before: null, isBegun: false }),
  token: (stream, state) => {
    if (stream.eatSpace()) return null;
    if (!state.isBegun && stream.match('{%')) {
      state.isBegun = true;
      return 'mark';
    }
    if (/^%\}\s*$/.test(stream.string.slice(stream.pos)) && stream.match('%}')) return 'mark';
    return painted(stream, state);
  },
  tokenTable: tags,
  languageData: { closeBrackets: { brackets: ['(', '[', '{', '"', "'", '`'] } },
});

function painted(stream: StringStream, state: State): Paint | null {
  const line = stream.string.replace(/%\}\s*$/, '');
  const token = tokenAt(line, stream.pos, state.before);
  if (!token) {
    stream.skipToEnd();
    return null;
  }
  stream.pos = token.to;
  if (token.type !== 'comment') state.before = token;
  return paintOf(token, line);
}

const decorations: Readonly<Record<string, Decoration>> = Object.fromEntries(
  paints.map((paint) => [paint, Decoration.mark({ class: `cm-x-${paint}` })]),
);

/** Larger texts are not painted: nobody writes them here. */
const mostPainted = 200_000;

function paintedIn(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  const text = view.state.doc.toString();
  for (const { source, from, to, toEditor } of text.length > mostPainted ? [] : embeddedIn(text, 'json')) {
    const paint = (start: number, end: number, as: Paint): void => {
      const decoration = decorations[as];
      if (decoration && end > start) builder.add(start, end, decoration);
    };
    paint(from - 2, from, 'mark');
    for (const token of tokensOf(source)) paint(toEditor(token.from), toEditor(token.to), paintOf(token, source));
    if (text.slice(to, to + 2) === '%}') paint(to, to + 2, 'mark');
  }
  return builder.finish();
}

/** Expressions within JSON texts, painted as in an editor of their own. */
export const paintedExpressions: Extension = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = paintedIn(view);
    }
    update(update: ViewUpdate): void {
      if (update.docChanged) this.decorations = paintedIn(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);
