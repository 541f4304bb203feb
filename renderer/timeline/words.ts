import { useMemo } from 'react';
import { itemsOf } from '../runs/places.ts';
import { formatSpan, useFormats } from '../locales/format.ts';
import { type MessageKey, type Translate, useT } from '../locales/index.ts';
import type { SpanRow } from './row.ts';
import type { Words } from './paint/scene.ts';

/** What people called a step, or its undo; undefined where nobody did. */
export type NameOf = (step: string, undo: boolean) => string | undefined;

export function useWords(nameOf: NameOf | undefined): Words {
  const t = useT();
  const formats = useFormats();
  return useMemo(
    () => ({
      forward: t('timeline.forward'),
      undoing: t('timeline.undoing'),
      nameOf: (row) => rowName(row, nameOf, t),
      attempts: (count) => t('timeline.attempts', { count }),
      duration: durationOf,
      sum: (row) => t('timeline.sum', { count: formats.count(row.count), total: durationOf(row.total) }),
      share: shareOf,
    }),
    [t, nameOf, formats],
  );
}

/** Spans from elsewhere may last microseconds: below ten milliseconds what is after the point is said as well. */
function durationOf(ms: number): string {
  if (ms >= 10 || Number.isInteger(ms)) return formatSpan(ms);
  if (ms >= 0.9995) return `${Number(ms.toFixed(2))} ms`;
  return ms >= 0.000_999_5 ? `${Number((ms * 1_000).toPrecision(3))} µs` : `${Math.round(ms * 1e6)} ns`;
}

function shareOf(share: number): string {
  const percent = share * 100;
  return percent > 0 && percent < 1 ? '<1 %' : `${Math.round(percent)} %`;
}

function rowName(row: SpanRow, nameOf: NameOf | undefined, t: Translate): string {
  if (row.kind === 'run') return row.label;
  // One from elsewhere is called like its step, where a rule or its attributes say which that is.
  if (row.kind === 'other') return (row.step === '' ? undefined : nameOf?.(row.step, row.undoes)) ?? row.label;
  if (row.kind === 'group') return groupName(row, nameOf, t);
  const item = itemsOf(row.path);
  const name = nameOf?.(row.step, row.kind === 'undo') ?? undoName(row, nameOf, t);
  const own = item === '' ? name : `${item} ${name}`; // the item first: long names are cut at their end
  return row.visit > 1 ? t('timeline.visit', { name: own, visit: row.visit }) : own;
}

function undoName(row: SpanRow, nameOf: NameOf | undefined, t: Translate): string {
  if (row.kind !== 'undo') return row.step === '' ? row.label : row.step;
  return t('timeline.undoOf', { name: nameOf?.(row.step, false) ?? row.step });
}

/** Of all visits and items of a step: what their own would be called without saying which. */
function groupName(row: SpanRow, nameOf: NameOf | undefined, t: Translate): string {
  if (row.step === '') return row.label;
  const name = nameOf?.(row.step, row.undoes);
  return name ?? (row.undoes ? t('timeline.undoOf', { name: nameOf?.(row.step, false) ?? row.step }) : row.step);
}

export function stateKey(row: SpanRow): MessageKey {
  return row.undoes && row.state === 'completed' ? 'timeline.state.undone' : `timeline.state.${row.state}`;
}
