import { type Diagnostic, setDiagnostics } from '@codemirror/lint';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import type { Mark } from './support.ts';

/** Underlines what is wrong; its words come with the pointer, and stand below the field. */
export function showMarks(view: EditorView, marks: readonly Mark[]): void {
  const end = view.state.doc.length;
  const within = (position: number): number => Math.min(Math.max(position, 0), end);
  const diagnostics = marks.map(({ from, to, severity, message }): Diagnostic => {
    const start = Math.min(within(from), Math.max(0, end - 1));
    return { from: start, to: Math.max(within(to), Math.min(end, start + 1)), severity, message };
  });
  view.dispatch(setDiagnostics(view.state, diagnostics));
}

/** `{%` begins an expression within a text of JSON: its end is written too, and stepped over when it is typed. */
export const pairedMarks: Extension = EditorView.inputHandler.of((view, from, to, text) => {
  const isWhole = to > from && from === 0 && to === view.state.doc.length;
  if (isWhole && /^[([{"'`]$/.test(text)) {
    // All of it is written anew: brackets are put around a part only.
    view.dispatch({ changes: { from, to, insert: text }, selection: { anchor: 1 }, userEvent: 'input.type' });
    return true;
  }
  // The space behind `{%` is there already.
  if (
    text === ' ' &&
    from === to &&
    /^\{% ?$/.test(view.state.sliceDoc(Math.max(0, from - 3), from)) &&
    view.state.sliceDoc(to, to + 3) === ' %}'
  )
    return true;
  const before = view.state.sliceDoc(Math.max(0, from - 1), from);
  const after = view.state.sliceDoc(to, to + 4);
  if (text === '%' && before === '{' && from === to && !/^\s*%?\}/.test(after.replace(/^\}/, ''))) {
    const isClosed = after.startsWith('}'); // the brace was closed by itself
    view.dispatch({
      changes: { from, to: to + (isClosed ? 1 : 0), insert: '%  %}' },
      selection: { anchor: from + 2 },
      userEvent: 'input.type',
    });
    return true;
  }
  const steps = text === '%' ? /^\s?%\}/.exec(after)?.[0].length : undefined;
  if (steps !== undefined && from === to && before !== '{') {
    view.dispatch({ selection: { anchor: from + steps - 1 }, userEvent: 'select' });
    return true;
  }
  if (text !== '}' || before !== '%' || !after.startsWith('}')) return false;
  view.dispatch({ selection: { anchor: from + 1 }, userEvent: 'select' });
  return true;
});
