import { type RefObject, useEffect, useRef } from 'react';
import { useActivities } from '../activities/catalog.ts';
import {
  editText,
  findDocument,
  isBroken,
  nothingSelected,
  outlineOf,
  redo,
  reveal,
  select,
  textOf,
  undo,
  useDiagnostics,
  useDocuments,
  useReveal,
  whenFlushed,
} from '../document/index.ts';
import { translate, type Translate, useT } from '../locales/index.ts';
import { createTextEditor, type TextEditor, type Words } from './editor.ts';
import { inFile, shown } from './line-ends.ts';
import { phrasesOf } from './phrases.ts';
import { marksOf, pathOf } from './problems.ts';
import { locate, placeOf, placesOf, type Range } from '../document/source/scan.ts';

type Editor = RefObject<TextEditor | null>;

/** An editor in `host` that shows the document's text, and gives it what is typed. */
export function useTextEditor(host: RefObject<HTMLDivElement | null>, documentId: string, readOnly: boolean): Editor {
  const t = useT();
  const editor = useRef<TextEditor | null>(null);
  useEffect(() => {
    if (!host.current) return undefined;
    const made = madeFor(host.current, documentId);
    if (!made) return undefined;
    editor.current = made;
    const release = whenFlushed(made.flush);
    return () => {
      made.destroy();
      release();
      editor.current = null;
    };
  }, [host, documentId]);
  useEffect(() => editor.current?.setReadOnly(readOnly), [readOnly, documentId]);
  useEffect(() => editor.current?.setWords(spoken(t)), [t, documentId]);
  useShownText(editor, documentId);
  useChosenLines(editor, documentId);
  useProblemMarks(editor, documentId);
  useRevealedText(editor, documentId);
  return editor;
}

const spoken = (t: Translate): Words => ({ label: t('text.label'), phrases: phrasesOf(t) });

function madeFor(host: HTMLDivElement, documentId: string): TextEditor | null {
  const open = findDocument(documentId);
  if (!open) return null;
  const text = shown(textOf(open));
  return createTextEditor(host, {
    text,
    ...spoken(translate),
    unit: /[{[]\s*?\n([ \t]+)/.exec(text)?.[1] ?? '  ',
    activities: () => useActivities.getState().all.map(({ name }) => name),
    onText: (typed) => {
      const now = findDocument(documentId);
      if (now) editText(documentId, inFile(textOf(now), typed));
    },
    onCursor: (offset) => selectAt(documentId, offset),
    onUndo: () => void undo(documentId),
    onRedo: () => void redo(documentId),
  });
}

/** An edit of the drawing, an undo, a file taken from the disk: only the lines it changed are changed here. */
function useShownText(editor: Editor, documentId: string): void {
  const document = useDocuments(({ documents }) => documents.find(({ id }) => id === documentId)?.document);
  const source = useDocuments(({ documents }) => documents.find(({ id }) => id === documentId)?.source);
  useEffect(() => {
    if (document && source) editor.current?.show(shown(textOf({ document, source })));
  }, [editor, document, source]);
}

/** The cursor in a step's text selects its node. */
function selectAt(documentId: string, offset: number): void {
  const open = findDocument(documentId);
  if (!open || isBroken(open)) return;
  const { path } = locate(shown(textOf(open)), offset);
  const step = stepAround(path, new Set(outlineOf(open.document).steps.keys()));
  const [chosen, ...more] = open.selection.steps;
  if (chosen === step && more.length === 0) return;
  if (step === null) {
    if (open.selection !== nothingSelected) select(documentId, nothingSelected);
  } else reveal(documentId, step);
}

/** The innermost step a path leads into. */
function stepAround(path: readonly string[], steps: ReadonlySet<string>): string | null {
  const at = path.findLastIndex((part, index) => index > 0 && path[index - 1] === 'steps' && steps.has(part));
  return at < 0 ? null : (path[at] ?? null);
}

/** The lines of the chosen steps are marked, and brought into view unless the cursor is where they were chosen. */
function useChosenLines(editor: Editor, documentId: string): void {
  const selection = useDocuments(({ documents }) => documents.find(({ id }) => id === documentId)?.selection);
  const t = useT();
  useEffect(() => {
    const open = findDocument(documentId);
    if (!editor.current || !open || isBroken(open)) return;
    const ranges = rangesOf(editor.current.text(), documentId, selection?.steps ?? []);
    editor.current.setChosen(ranges, !editor.current.hasFocus());
  }, [editor, documentId, selection, t]);
}

function rangesOf(text: string, documentId: string, chosen: readonly string[]): readonly Range[] {
  const { steps } = outlineOf(findDocument(documentId)?.document ?? {});
  const paths = chosen.flatMap((id) => {
    const entry = steps.get(id);
    return entry ? [entry.path] : [];
  });
  return [...placesOf(text, paths).values()].map(({ whole }) => whole).toSorted((a, b) => a.from - b.from);
}

function useProblemMarks(editor: Editor, documentId: string): void {
  const problems = useDiagnostics(documentId);
  const broken = useDocuments(({ documents }) => documents.find(({ id }) => id === documentId)?.source.broken);
  const t = useT();
  useEffect(() => {
    const text = editor.current?.text() ?? '';
    if (!broken) editor.current?.setProblems(marksOf(text, problems));
    else {
      const from = Math.min(broken.offset, Math.max(0, text.length - 1));
      const message = t(`document.json.${broken.problem}`);
      editor.current?.setProblems([{ from, to: Math.min(text.length, from + 1), severity: 'error', message }]);
    }
  }, [editor, problems, broken, t]);
}

/** A problem of the list, a field of the inspector: its place in the text. */
function useRevealedText(editor: Editor, documentId: string): void {
  const revealing = useReveal((state) => state.revealing);
  const last = useRef(revealing?.count);
  useEffect(() => {
    if (!revealing || revealing.document !== documentId || last.current === revealing.count) return;
    last.current = revealing.count;
    if (editor.current?.hasFocus() || revealing.pointer === null || !revealing.pointer.startsWith('/')) return;
    const text = editor.current?.text() ?? '';
    const place = nearest(text, pathOf(revealing.pointer));
    if (place) editor.current?.setChosen([place], true);
  }, [editor, documentId, revealing]);
}

function nearest(text: string, path: readonly string[]): Range | null {
  for (let length = path.length; length > 0; length -= 1) {
    const place = placeOf(text, path.slice(0, length));
    if (place) return place.whole;
  }
  return null;
}
