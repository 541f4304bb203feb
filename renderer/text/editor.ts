import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import {
  defaultKeymap,
  history,
  historyKeymap,
  indentWithTab,
  redo,
  redoDepth,
  undo,
  undoDepth,
} from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import {
  bracketMatching,
  codeFolding,
  foldGutter,
  foldKeymap,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from '@codemirror/language';
import { type Diagnostic, setDiagnostics } from '@codemirror/lint';
import {
  closeSearchPanel,
  highlightSelectionMatches,
  openSearchPanel,
  search,
  searchKeymap,
  searchPanelOpen,
} from '@codemirror/search';
import { Annotation, Compartment, EditorState, type Extension, type StateEffect, type Text } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  hoverTooltip,
  type KeyBinding,
  keymap,
  lineNumbers,
  type ViewUpdate,
} from '@codemirror/view';
import { colours, nonce, tinted } from '../inspector/fields/code-mirror.ts';
import { changesOf } from './changes.ts';
import { completeWith } from './complete.ts';
import { look } from './look.ts';
import { markChanged, markChosen, marks } from './marks.ts';
import type { Range } from '../document/source/scan.ts';
import { helpAt } from './schema.ts';

export interface TextEditor {
  readonly text: () => string;
  /** Shows a text that did not come from typing: only its lines that differ change, and are tinted for a moment. */
  readonly show: (text: string) => void;
  /** Gives on what was typed and is not given on yet. */
  readonly flush: () => void;
  readonly setChosen: (ranges: readonly Range[], isBroughtIntoView: boolean) => void;
  readonly setProblems: (problems: readonly Diagnostic[]) => void;
  readonly setReadOnly: (readOnly: boolean) => void;
  /** In another language; what was typed, looked for and folded stays. */
  readonly setWords: (words: Words) => void;
  /** Puts the cursor there, in sight. */
  readonly goTo: (range: Range) => void;
  readonly hasFocus: () => boolean;
  readonly destroy: () => void;
}

export interface Words {
  readonly label: string;
  /** The editor's own words, in the person's language. */
  readonly phrases: Readonly<Record<string, string>>;
}

interface Options extends Words {
  readonly text: string;
  readonly unit: string;
  readonly activities: () => readonly string[];
  /** The text as it is now, a moment after the last key. */
  readonly onText: (text: string) => void;
  /** The person put the cursor somewhere. */
  readonly onCursor: (offset: number) => void;
  /** There is nothing typed to take back (or to do again): the document's own history goes on from here. */
  readonly onUndo: () => void;
  readonly onRedo: () => void;
}

/** The hand rests this long before what it typed is read. */
const typingMs = 90;
const cursorMs = 60;
const tintedMs = 1_400;
const fromElsewhere = Annotation.define<boolean>();

/** Made once for each state of a document, however often it is asked for. */
const strings = new WeakMap<Text, string>();

function stringOf(doc: Text): string {
  const known = strings.get(doc);
  if (known !== undefined) return known;
  const text = doc.toString();
  strings.set(doc, text);
  return text;
}

/** A file's text in an editor. Of the document it knows nothing: `useTextEditor` keeps the two in step. */
export function createTextEditor(parent: HTMLElement, options: Options): TextEditor {
  const words = new Compartment();
  const readOnly = new Compartment();
  const typed = new Compartment();
  const hand = handOf(options);
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        ...underPolicy(),
        words.of(wordsOf(options)),
        readOnly.of([]),
        typed.of(history()),
        keymap.of(travelKeys(options, hand)),
        writing(options),
        EditorView.updateListener.of(hand.follow),
      ],
    }),
  });
  const quietly = (effects: readonly StateEffect<unknown>[]): void =>
    view.dispatch({ effects: [...effects], annotations: fromElsewhere.of(true) });
  let fading: ReturnType<typeof setTimeout> | undefined;
  return {
    text: () => stringOf(view.state.doc),
    flush: () => hand.flush(view),
    show: (text) => {
      const changes = changesOf(stringOf(view.state.doc), text);
      if (changes.length === 0) return;
      view.dispatch({ changes: [...changes], annotations: fromElsewhere.of(true) });
      strings.set(view.state.doc, text);
      hand.forget();
      // What was typed before is the document's to take back from here on.
      quietly([typed.reconfigure([])]);
      quietly([typed.reconfigure(history()), markChanged.of(rangesAfter(changes))]);
      clearTimeout(fading);
      fading = setTimeout(() => quietly([markChanged.of([])]), tintedMs);
    },
    setChosen: (ranges, isBroughtIntoView) =>
      quietly([markChosen.of(ranges), ...intoView(view, ranges, isBroughtIntoView)]),
    setProblems: (problems) => view.dispatch(setDiagnostics(view.state, [...problems])),
    setReadOnly: (isReadOnly) => quietly([readOnly.reconfigure(EditorState.readOnly.of(isReadOnly))]),
    setWords: (spoken) => {
      quietly([words.reconfigure(wordsOf(spoken))]);
      makeSearchAgain(view);
    },
    goTo: (range) => goTo(view, range),
    hasFocus: () => view.hasFocus,
    destroy: () => {
      hand.flush(view);
      hand.forget();
      clearTimeout(fading);
      view.destroy();
    },
  };
}

/** What a person does in the editor, told on once the hand rests. */
interface Hand {
  readonly follow: (update: ViewUpdate) => void;
  readonly flush: (view: EditorView) => void;
  readonly forget: () => void;
}

function handOf({ onText, onCursor }: Options): Hand {
  let typing: ReturnType<typeof setTimeout> | undefined;
  let moving: ReturnType<typeof setTimeout> | undefined;
  let isPending = false;
  const flush = ({ state }: EditorView): void => {
    clearTimeout(typing);
    if (isPending) onText(stringOf(state.doc));
    isPending = false;
  };
  return {
    flush,
    follow: ({ view, transactions, docChanged, selectionSet, focusChanged }) => {
      if (focusChanged && !view.hasFocus) flush(view);
      if (transactions.some((each) => each.annotation(fromElsewhere))) return;
      if (docChanged) {
        isPending = true;
        clearTimeout(typing);
        typing = setTimeout(() => flush(view), typingMs);
      }
      if ((selectionSet || docChanged) && view.hasFocus) {
        clearTimeout(moving);
        moving = setTimeout(() => onCursor(view.state.selection.main.head), cursorMs);
      }
    },
    forget: () => {
      clearTimeout(typing);
      clearTimeout(moving);
      isPending = false;
    },
  };
}

/** What is typed here is taken back here, stroke by stroke; before that, the document's own history goes on. */
function travelKeys({ onUndo, onRedo }: Options, hand: Hand): readonly KeyBinding[] {
  const travel = (depth: typeof undoDepth, step: typeof undo, beyond: () => void) => (view: EditorView) => {
    if (depth(view.state) > 0) return step(view);
    hand.flush(view);
    beyond();
    return true;
  };
  return [
    { key: 'Mod-z', run: travel(undoDepth, undo, onUndo), preventDefault: true },
    { key: 'Mod-y', run: travel(redoDepth, redo, onRedo), preventDefault: true },
    { key: 'Mod-Shift-z', run: travel(redoDepth, redo, onRedo), preventDefault: true },
  ];
}

function goTo(view: EditorView, { from, to }: Range): void {
  const [anchor, head] = [clamped(view, from), clamped(view, to)];
  view.dispatch({
    selection: { anchor, head },
    effects: EditorView.scrollIntoView(anchor, { y: 'center' }),
    annotations: fromElsewhere.of(true),
  });
  view.focus();
}

function intoView(view: EditorView, [first]: readonly Range[], isWanted: boolean): readonly StateEffect<unknown>[] {
  if (!first || !isWanted || isInSight(view, first)) return [];
  return [EditorView.scrollIntoView(clamped(view, first.from), { y: 'start', yMargin: 48 })];
}

const clamped = (view: EditorView, at: number): number => Math.min(at, view.state.doc.length);

function isInSight(view: EditorView, { from }: Range): boolean {
  const { top } = view.lineBlockAt(clamped(view, from));
  const { scrollTop, clientHeight } = view.scrollDOM;
  return top >= scrollTop && top <= scrollTop + clientHeight - 60;
}

/** Where changes stand in the text they made. */
function rangesAfter(changes: ReturnType<typeof changesOf>): readonly Range[] {
  let shift = 0;
  return changes.map(({ from, to, insert }) => {
    const range = { from: from + shift, to: from + shift + insert.length };
    shift += insert.length - (to - from);
    return range;
  });
}

/** The panel to search in takes its words when it is made; what was looked for is kept beside it. */
function makeSearchAgain(view: EditorView): void {
  if (!searchPanelOpen(view.state)) return;
  const focused = document.activeElement;
  const wasInPanel = view.dom.querySelector('.cm-search')?.contains(focused) === true;
  closeSearchPanel(view);
  openSearchPanel(view);
  if (!wasInPanel && focused instanceof HTMLElement) focused.focus();
}

function underPolicy(): readonly Extension[] {
  const given = nonce();
  return given === '' ? [] : [EditorView.cspNonce.of(given)];
}

function wordsOf({ label, phrases }: Words): readonly Extension[] {
  return [
    EditorState.phrases.of({ ...phrases }),
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
  ];
}

/** What makes it an editor of JSON. Tab indents; Escape, then Tab leaves, as CodeMirror has it. */
function writing({ unit, activities }: Options): readonly Extension[] {
  return [
    lineNumbers(),
    foldGutter(),
    codeFolding(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    highlightSelectionMatches(),
    drawSelection(),
    bracketMatching(),
    closeBrackets(),
    indentOnInput(),
    indentUnit.of(unit),
    EditorView.lineWrapping,
    search({ top: true }),
    json(),
    syntaxHighlighting(colours),
    tinted,
    marks,
    autocompletion({ override: [completeWith(({ state }) => stringOf(state.doc), activities)], icons: false }),
    hoverTooltip(helpTooltip),
    keymap.of([
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...foldKeymap,
      ...defaultKeymap,
      indentWithTab,
    ]),
    look,
  ];
}

function helpTooltip(view: EditorView, pos: number) {
  const help = helpAt(stringOf(view.state.doc), pos);
  if (!help) return null;
  const { from, to } = help.at.range;
  return {
    pos: from,
    end: Math.min(to, view.state.doc.lineAt(from).to),
    above: true,
    create: () => {
      const dom = document.createElement('div');
      dom.className = 'cm-help';
      const name = document.createElement('code');
      name.textContent = help.at.path.at(-1) ?? '';
      dom.append(name, help.description);
      return { dom };
    },
  };
}
