import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, redo, undo } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { Annotation, EditorState, type Extension, Prec, Transaction } from '@codemirror/state';
import { EditorView, keymap, placeholder as placeholderText, tooltips } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { completing } from '../expressions/editor/complete.ts';
import { hovering } from '../expressions/editor/hover.ts';
import {
  expressionColours,
  expressionLanguage,
  paintedExpressions,
  paintStyles,
} from '../expressions/editor/jsonata.ts';
import { pairedMarks, showMarks } from '../expressions/editor/marks.ts';
import type { EditorSupport, Mark } from '../expressions/editor/support.ts';
import { look } from '../expressions/editor/theme.ts';
import type { Holder } from '../expressions/embedded.ts';

export interface Editor {
  /** Shows a text that did not come from typing. */
  readonly show: (text: string) => void;
  readonly mark: (marks: readonly Mark[]) => void;
  /** Puts the caret there. */
  readonly focus: (position: number) => void;
  readonly destroy: () => void;
}

export interface EditorOptions {
  readonly text: string;
  readonly language: Holder;
  /** Ids of what names it and of what is said of it, or the name itself. */
  readonly labelledBy?: string | undefined;
  readonly label?: string | undefined;
  readonly describedBy?: string | undefined;
  readonly readOnly: boolean;
  readonly placeholder: string;
  readonly support: EditorSupport;
  readonly onChange: (text: string) => void;
  readonly onFocus: (isFocused: boolean) => void;
}

const fromElsewhere = Annotation.define<boolean>();

/** The page's policy wants a nonce on every style tag, CodeMirror's too. */
export const nonce = (): string => {
  const meta = document.querySelector('meta[property=csp-nonce]');
  return meta instanceof HTMLElement ? meta.nonce || (meta.getAttribute('content') ?? '') : '';
};

export const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--flow)' },
  { tag: tags.string, color: 'var(--ok)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--time)' },
  { tag: tags.punctuation, color: 'var(--ink-2)' },
]);

const languages: Readonly<Record<Holder, readonly Extension[]>> = {
  json: [json(), syntaxHighlighting(colours), paintedExpressions],
  expression: [expressionLanguage, syntaxHighlighting(expressionColours)],
};

/** Expressions within JSON, painted; for any editor of JSON. */
export const tinted: Extension = [paintedExpressions, EditorView.theme(paintStyles)];

/** Typing is undone here as long as there is any; then the document's own way back goes on. */
const oneHistory = ({ undo: undoBeyond, redo: redoBeyond }: EditorSupport): Extension => {
  const back = (view: EditorView): boolean => {
    if (!undo(view)) undoBeyond();
    return true;
  };
  const forth = (view: EditorView): boolean => {
    if (!redo(view)) redoBeyond();
    return true;
  };
  return Prec.high(
    keymap.of([
      { key: 'Mod-z', run: back, preventDefault: true },
      { key: 'Mod-y', mac: 'Mod-Shift-z', run: forth, preventDefault: true },
      { key: 'Mod-Shift-z', run: forth, preventDefault: true },
    ]),
  );
};

function attributesOf({ labelledBy, label, describedBy, readOnly }: EditorOptions): Record<string, string> {
  return {
    ...(labelledBy === undefined ? {} : { 'aria-labelledby': labelledBy }),
    ...(label === undefined ? {} : { 'aria-label': label }),
    ...(describedBy === undefined ? {} : { 'aria-describedby': describedBy }),
    ...(readOnly ? { 'aria-readonly': 'true' } : {}),
  };
}

/** What pops up belongs to a part of the page, as the editor does: screen readers go by those, and under a dialog the rest is hidden. */
function landmarkOf(element: HTMLElement): HTMLElement {
  return element.closest<HTMLElement>('[role="dialog"], main') ?? document.body;
}

export function createEditor(parent: HTMLElement, options: EditorOptions): Editor {
  const { text, language, readOnly, placeholder, support, onChange, onFocus } = options;
  const given = nonce();
  const extensions: readonly Extension[] = [
    ...(given === '' ? [] : [EditorView.cspNonce.of(given)]),
    history(),
    oneHistory(support),
    ...(readOnly ? [] : [completing(language, support), pairedMarks, closeBrackets()]),
    hovering(language, support),
    // Tab takes what is offered, and else stays with the page: a field is left as it was entered.
    keymap.of([...closeBracketsKeymap, ...defaultKeymap]),
    bracketMatching(),
    indentOnInput(),
    EditorView.lineWrapping,
    ...languages[language],
    look,
    tooltips({ parent: landmarkOf(parent) }),
    EditorState.phrases.of({ Completions: support.words.completions }),
    placeholderText(placeholder),
    EditorState.readOnly.of(readOnly),
    EditorView.contentAttributes.of(attributesOf(options)),
    EditorView.updateListener.of((update) => {
      const isTyped =
        update.docChanged && !update.transactions.some((transaction) => transaction.annotation(fromElsewhere));
      if (isTyped) onChange(update.state.doc.toString());
      if (update.focusChanged) onFocus(update.view.hasFocus);
    }),
  ];
  const view = new EditorView({ parent, state: EditorState.create({ doc: text, extensions: [...extensions] }) });
  return {
    show: (next) => {
      if (view.state.doc.toString() === next) return;
      view.dispatch({
        changes: { from: 0, to: view.state.doc.length, insert: next },
        annotations: [fromElsewhere.of(true), Transaction.addToHistory.of(false)],
      });
    },
    mark: (marks) => showMarks(view, marks),
    focus: (position) => {
      view.focus();
      view.dispatch({ selection: { anchor: Math.min(position, view.state.doc.length) }, scrollIntoView: true });
    },
    destroy: () => view.destroy(),
  };
}
