import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { Annotation, EditorState, type Extension } from '@codemirror/state';
import {
  Decoration,
  EditorView,
  keymap,
  MatchDecorator,
  placeholder as placeholderText,
  ViewPlugin,
  type ViewUpdate,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';

export type EditorLanguage = 'json' | 'expression';

export interface Editor {
  /** Shows a text that did not come from typing. */
  readonly show: (text: string) => void;
  readonly destroy: () => void;
}

interface Options {
  readonly text: string;
  readonly language: EditorLanguage;
  readonly labelledBy: string;
  readonly readOnly: boolean;
  readonly placeholder: string;
  readonly onChange: (text: string) => void;
  readonly onBlur: () => void;
}

const fromElsewhere = Annotation.define<boolean>();

/** The page's policy wants a nonce on every style tag, CodeMirror's too. */
export const nonce = (): string => {
  const meta = document.querySelector('meta[property=csp-nonce]');
  return meta instanceof HTMLElement ? meta.nonce || (meta.getAttribute('content') ?? '') : '';
};

const look = EditorView.theme({
  '&': { fontSize: '12px', color: 'var(--ink)', backgroundColor: 'transparent' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.6', maxHeight: '320px' },
  '.cm-content': { padding: '5px 0', caretColor: 'var(--ink)', minHeight: '29px' },
  '.cm-line': { padding: '0 9px' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-placeholder': { color: 'var(--ink-3)' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground, .cm-content ::selection': {
    backgroundColor: 'color-mix(in oklch, var(--accent) 26%, transparent)',
  },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--accent-soft)', outline: 'none' },
  '.cm-expression, .cm-expression *': { color: 'var(--undo) !important' },
});

export const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--flow)' },
  { tag: tags.string, color: 'var(--ok)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--time)' },
  { tag: tags.punctuation, color: 'var(--ink-2)' },
]);

const expressions = new MatchDecorator({
  regexp: /\{%.*?%\}/g,
  decoration: Decoration.mark({ class: 'cm-expression' }),
});

export const tinted = ViewPlugin.fromClass(
  class {
    decorations;
    constructor(view: EditorView) {
      this.decorations = expressions.createDeco(view);
    }
    update(update: ViewUpdate): void {
      this.decorations = expressions.updateDeco(update, this.decorations);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

export function createEditor(parent: HTMLElement, options: Options): Editor {
  const { text, language, labelledBy, readOnly, placeholder, onChange, onBlur } = options;
  const given = nonce();
  const extensions: readonly Extension[] = [
    ...(given === '' ? [] : [EditorView.cspNonce.of(given)]),
    history(),
    // Tab stays with the page: a field is left as it was entered.
    keymap.of([...defaultKeymap, ...historyKeymap]),
    bracketMatching(),
    indentOnInput(),
    EditorView.lineWrapping,
    syntaxHighlighting(colours),
    ...(language === 'json' ? [json()] : []),
    tinted,
    look,
    placeholderText(placeholder),
    EditorState.readOnly.of(readOnly),
    EditorView.contentAttributes.of({
      'aria-labelledby': labelledBy,
      ...(language === 'expression' ? { class: 'cm-expression' } : {}),
    }),
    EditorView.updateListener.of((update) => {
      const isTyped =
        update.docChanged && !update.transactions.some((transaction) => transaction.annotation(fromElsewhere));
      if (isTyped) onChange(update.state.doc.toString());
      if (update.focusChanged && !update.view.hasFocus) onBlur();
    }),
  ];
  const view = new EditorView({ parent, state: EditorState.create({ doc: text, extensions: [...extensions] }) });
  return {
    show: (next) => {
      if (view.state.doc.toString() === next) return;
      view.dispatch({
        changes: { from: 0, to: view.state.doc.length, insert: next },
        annotations: fromElsewhere.of(true),
      });
    },
    destroy: () => view.destroy(),
  };
}
