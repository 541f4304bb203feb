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
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Annotation, Compartment, EditorState, type Extension, type Text } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  hoverTooltip,
  keymap,
  lineNumbers,
  type ViewUpdate,
} from '@codemirror/view';
import { colours, nonce, tinted } from '../inspector/fields/code-mirror.ts';
import { changesOf } from './changes.ts';
import { completeWith } from './complete.ts';
import { look } from './look.ts';
import { markChanged, markChosen, marks } from './marks.ts';
import type { Range } from './scan.ts';
import { helpAt } from './schema.ts';

export interface TextEditor {
  readonly text: () => string;
  /** Shows a text that did not come from typing: only its lines that differ change, and are tinted for a moment. */
  readonly show: (text: string, isTinted: boolean) => void;
  /** Gives on what was typed and is not given on yet. */
  readonly flush: () => void;
  readonly setChosen: (ranges: readonly Range[], isBroughtIntoView: boolean) => void;
  readonly setProblems: (problems: readonly Diagnostic[]) => void;
  readonly setReadOnly: (readOnly: boolean) => void;
  /** Puts the cursor there, in sight. */
  readonly goTo: (range: Range) => void;
  readonly destroy: () => void;
}

interface Options {
  readonly text: string;
  readonly label: string;
  readonly unit: string;
  /** The editor's own words, in the person's language. */
  readonly phrases: Readonly<Record<string, string>>;
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

/** A file's text in an editor. Of the document it knows nothing: `TextView` keeps the two in step. */
export function createTextEditor(parent: HTMLElement, options: Options): TextEditor {
  const readOnly = new Compartment();
  const typedHistory = new Compartment();
  let typing: ReturnType<typeof setTimeout> | undefined;
  let moving: ReturnType<typeof setTimeout> | undefined;
  let fading: ReturnType<typeof setTimeout> | undefined;
  let isPending = false;

  const flush = (): void => {
    clearTimeout(typing);
    if (!isPending) return;
    isPending = false;
    options.onText(stringOf(view.state.doc));
  };
  const onUpdate = (update: ViewUpdate): void => {
    const isOurs = update.transactions.some((each) => each.annotation(fromElsewhere));
    if (update.docChanged && !isOurs) {
      isPending = true;
      clearTimeout(typing);
      typing = setTimeout(flush, typingMs);
    }
    if (update.focusChanged && !update.view.hasFocus) flush();
    if ((update.selectionSet || update.docChanged) && !isOurs && update.view.hasFocus) {
      clearTimeout(moving);
      moving = setTimeout(() => options.onCursor(view.state.selection.main.head), cursorMs);
    }
  };
  const travel =
    (depth: typeof undoDepth, step: typeof undo, beyond: () => void) =>
    (target: EditorView): boolean => {
      if (depth(target.state) > 0) return step(target);
      flush();
      beyond();
      return true;
    };
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        ...wordsOf(options),
        readOnly.of([]),
        typedHistory.of(history()),
        keymap.of([
          { key: 'Mod-z', run: travel(undoDepth, undo, options.onUndo), preventDefault: true },
          { key: 'Mod-y', run: travel(redoDepth, redo, options.onRedo), preventDefault: true },
          { key: 'Mod-Shift-z', run: travel(redoDepth, redo, options.onRedo), preventDefault: true },
        ]),
        writing(options),
        EditorView.updateListener.of(onUpdate),
      ],
    }),
  });

  return {
    text: () => stringOf(view.state.doc),
    flush,
    show: (text, isTinted) => {
      const before = stringOf(view.state.doc);
      if (before === text) return;
      const changes = changesOf(before, text);
      view.dispatch({ changes: [...changes], annotations: fromElsewhere.of(true) });
      strings.set(view.state.doc, text);
      isPending = false;
      clearTimeout(typing);
      // What was typed before is the document's to take back from here on.
      view.dispatch({ effects: [typedHistory.reconfigure([])], annotations: fromElsewhere.of(true) });
      view.dispatch({
        effects: [typedHistory.reconfigure(history()), ...(isTinted ? [markChanged.of(changedRanges(changes))] : [])],
        annotations: fromElsewhere.of(true),
      });
      clearTimeout(fading);
      fading = setTimeout(
        () => view.dispatch({ effects: markChanged.of([]), annotations: fromElsewhere.of(true) }),
        tintedMs,
      );
    },
    setChosen: (ranges, isBroughtIntoView) => {
      const [first] = ranges;
      view.dispatch({
        effects: [
          markChosen.of(ranges),
          ...(first && isBroughtIntoView && !isInSight(view, first)
            ? [EditorView.scrollIntoView(clamped(view, first.from), { y: 'start', yMargin: 48 })]
            : []),
        ],
        annotations: fromElsewhere.of(true),
      });
    },
    setProblems: (problems) => view.dispatch(setDiagnostics(view.state, [...problems])),
    setReadOnly: (isReadOnly) => view.dispatch({ effects: readOnly.reconfigure(EditorState.readOnly.of(isReadOnly)) }),
    goTo: ({ from, to }) => {
      const [anchor, head] = [clamped(view, from), clamped(view, to)];
      view.dispatch({
        selection: { anchor, head },
        effects: EditorView.scrollIntoView(anchor, { y: 'center' }),
        annotations: fromElsewhere.of(true),
      });
      view.focus();
    },
    destroy: () => {
      flush();
      for (const timer of [typing, moving, fading]) clearTimeout(timer);
      view.destroy();
    },
  };
}

const clamped = (view: EditorView, at: number): number => Math.min(at, view.state.doc.length);

function isInSight(view: EditorView, { from }: Range): boolean {
  const { top } = view.lineBlockAt(clamped(view, from));
  const { scrollTop, clientHeight } = view.scrollDOM;
  return top >= scrollTop && top <= scrollTop + clientHeight - 60;
}

/** Where changes stand in the text they made. */
function changedRanges(changes: ReturnType<typeof changesOf>): readonly Range[] {
  let shift = 0;
  return changes.map(({ from, to, insert }) => {
    const range = { from: from + shift, to: from + shift + insert.length };
    shift += insert.length - (to - from);
    return range;
  });
}

function wordsOf({ label, phrases }: Options): readonly Extension[] {
  const given = nonce();
  return [
    ...(given === '' ? [] : [EditorView.cspNonce.of(given)]),
    EditorState.phrases.of({ ...phrases }),
    EditorView.contentAttributes.of({ 'aria-label': label }),
  ];
}

/** What makes it an editor of JSON. Tab indents; Escape, then Tab leaves, as CodeMirror has it. */
function writing({ unit, activities }: Options): readonly Extension[] {
  return [
    lineNumbers(),
    foldGutter(),
    codeFolding(),
    lintGutter(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    highlightSelectionMatches(),
    drawSelection(),
    bracketMatching(),
    closeBrackets(),
    indentOnInput(),
    indentUnit.of(unit),
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
