import { useMemo } from 'react';
import { itemsOf } from '../runs/places.ts';
import { formatSpan } from '../locales/format.ts';
import { type MessageKey, type Translate, useT } from '../locales/index.ts';
import type { SpanRow } from './model.ts';
import type { Words } from './paint/scene.ts';

/** What people called a step, or its undo; undefined where nobody did. */
export type NameOf = (step: string, undo: boolean) => string | undefined;

export function useWords(nameOf: NameOf | undefined): Words {
  const t = useT();
  return useMemo(
    () => ({
      forward: t('timeline.forward'),
      undoing: t('timeline.undoing'),
      nameOf: (row) => rowName(row, nameOf, t),
      attempts: (count) => t('timeline.attempts', { count }),
      duration: formatSpan,
    }),
    [t, nameOf],
  );
}

function rowName(row: SpanRow, nameOf: NameOf | undefined, t: Translate): string {
  if (row.kind === 'run' || row.kind === 'other') return row.label;
  const item = itemsOf(row.path);
  const name = nameOf?.(row.step, row.kind === 'undo') ?? undoName(row, nameOf, t);
  const own = item === '' ? name : `${item} ${name}`; // the item first: long names are cut at their end
  return row.visit > 1 ? t('timeline.visit', { name: own, visit: row.visit }) : own;
}

function undoName(row: SpanRow, nameOf: NameOf | undefined, t: Translate): string {
  if (row.kind !== 'undo') return row.step === '' ? row.label : row.step;
  return t('timeline.undoOf', { name: nameOf?.(row.step, false) ?? row.step });
}

export function stateKey(row: SpanRow): MessageKey {
  return row.kind === 'undo' && row.state === 'completed' ? 'timeline.state.undone' : `timeline.state.${row.state}`;
}
