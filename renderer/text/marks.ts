/** What is marked in the text beside what a language marks: the lines of the chosen steps, and what was just changed elsewhere. */
import { type Extension, StateEffect, StateField, type Text } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';
import type { Range } from '../document/source/scan.ts';

export const markChosen = StateEffect.define<readonly Range[]>();
export const markChanged = StateEffect.define<readonly Range[]>();

const chosenLine = Decoration.line({ class: 'cm-chosen' });
const changedLine = Decoration.line({ class: 'cm-changed' });

/** So many lines say enough: the largest block has tens of thousands. */
const mostLines = 4_000;

function linesOf(doc: Text, ranges: readonly Range[], line: Decoration): DecorationSet {
  const starts = new Set<number>();
  for (const { from, to } of ranges) {
    const first = doc.lineAt(Math.min(from, doc.length)).number;
    const last = doc.lineAt(Math.min(to, doc.length)).number;
    for (let number = first; number <= last && starts.size < mostLines; number += 1) starts.add(doc.line(number).from);
  }
  return Decoration.set([...starts].toSorted((a, b) => a - b).map((from) => line.range(from)));
}

function field(effect: typeof markChosen, line: Decoration): Extension {
  return StateField.define<DecorationSet>({
    create: () => Decoration.none,
    update: (marks, { changes, effects, state }) => {
      let next = marks.map(changes);
      for (const each of effects) if (each.is(effect)) next = linesOf(state.doc, each.value, line);
      return next;
    },
    provide: (self) => EditorView.decorations.from(self),
  });
}

export const marks: Extension = [field(markChosen, chosenLine), field(markChanged, changedLine)];
