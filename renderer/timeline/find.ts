import { type ColumnAttribute, columnAttributes } from '@sagaloom/engine/contract';
import type { Json } from '@sagaloom/engine/core';
import { kindCode } from './bars.ts';
import type { TimelineModel } from './model.ts';
import { kindOfRow } from './model/gather.ts';
import { type RowState, rowStates, stateCode } from './model/states.ts';
import type { Term } from './query.ts';
import type { SpanQuery } from './source.ts';
import type { NameOf } from './words.ts';

/** What the rest of a trace must be asked for, as columns do not hold it; null where they do. */
export function askedFor(term: Term): SpanQuery | null {
  if (term.kind === 'text') return { text: term.text };
  if (term.kind !== 'attribute' || isColumn(term.attribute)) return null;
  return { attribute: term.attribute, ...(term.value === null ? {} : { value: term.value }) };
}

export const queryKey = ({ text, attribute, value }: SpanQuery): string => JSON.stringify([text, attribute, value]);

const isColumn = (name: string): name is ColumnAttribute =>
  name === 'service.name' || columnAttributes.some((each) => each === name);

/** Spans found elsewhere, by `queryKey`. What has not been answered yet fits nothing. */
export type Answers = ReadonlyMap<string, Uint32Array>;

/** By row, 1 where all terms fit: its own span, or one of its attempts and waits. Of a group, where one in it fits. */
export function matchesOf(
  model: TimelineModel,
  terms: readonly Term[],
  answers: Answers,
  nameOf: NameOf | undefined,
  now: number,
): Uint8Array {
  const all = new Uint8Array(model.rows.count).fill(1);
  for (const term of terms) {
    const fits = fitting(model, term, answers, nameOf, now);
    for (let row = 0; row < all.length; row++) if ((fits[row] === 1) === term.not) all[row] = 0;
  }
  const { rows } = model;
  for (let row = rows.count - 1; row >= 0; row--) {
    const kind = rows.kind[row];
    if (kind === kindOfRow.group) all[row] = all.subarray(row + 1, rows.next[row]).includes(1) ? 1 : 0;
    else if (kind === kindOfRow.forward || kind === kindOfRow.undoing) all[row] = 0;
  }
  return all;
}

function fitting(
  model: TimelineModel,
  term: Term,
  answers: Answers,
  nameOf: NameOf | undefined,
  now: number,
): Uint8Array {
  switch (term.kind) {
    case 'text': {
      const fits = withText(model, term.text.toLowerCase(), nameOf);
      return addSpans(model, fits, answers.get(queryKey({ text: term.text })));
    }
    case 'attribute':
      return withAttribute(model, term.attribute, term.value, answers);
    case 'duration':
      return lasting(model, term, now);
    case 'field':
      if (term.field === 'status') return withStatus(model, term.value.toLowerCase());
      return term.field === 'service' ? ofService(model, term.value) : ofStep(model, term.value, nameOf);
  }
}

function addSpans({ rowOf }: TimelineModel, fits: Uint8Array, spans: Uint32Array | undefined): Uint8Array {
  for (const span of spans ?? []) {
    const row = rowOf[span] ?? -1;
    if (row !== -1) fits[row] = 1;
  }
  return fits;
}

/** Texts are looked at once each, not once for each span that has them. */
const where = <T>(all: readonly T[], fits: (value: T) => boolean): Uint8Array =>
  Uint8Array.from(all, (value) => (fits(value) ? 1 : 0));

function withText(model: TimelineModel, wanted: string, nameOf: NameOf | undefined): Uint8Array {
  const { columns, rowOf } = model;
  const has = (text: Json): boolean => typeof text === 'string' && text.toLowerCase().includes(wanted);
  const [inStrings, inValues] = [where(columns.strings, has), where(columns.values, has)];
  const fits = named(model, nameOf, has);
  const said = Object.values(columns.attributes);
  for (let span = 0; span < columns.count; span++) {
    const row = rowOf[span] ?? -1;
    if (row === -1 || fits[row] === 1) continue;
    const isIn =
      inStrings[columns.name[span] ?? 0] === 1 ||
      inStrings[columns.service[span] ?? 0] === 1 ||
      said.some((column) => inValues[column[span] ?? 0] === 1);
    if (isIn) fits[row] = 1;
  }
  return fits;
}

/** By what people called the step. */
function named(model: TimelineModel, nameOf: NameOf | undefined, has: (name: string) => boolean): Uint8Array {
  const { rows, columns } = model;
  const fits = new Uint8Array(rows.count);
  const ids = columns.attributes['sagaloom.step.id'];
  if (!ids || !nameOf) return fits;
  const known = new Map<number, boolean>();
  for (let row = 0; row < rows.count; row++) {
    const id = ids[rows.span[row] ?? -1] ?? 0;
    if (id === 0) continue;
    const undo = rows.kind[row] === kindOfRow.undo;
    const key = id * 2 + (undo ? 1 : 0);
    let isIn = known.get(key);
    if (isIn === undefined) {
      const step = columns.values[id];
      isIn = typeof step === 'string' && has(nameOf(step, undo) ?? nameOf(step, false) ?? '');
      known.set(key, isIn);
    }
    if (isIn) fits[row] = 1;
  }
  return fits;
}

function withAttribute(model: TimelineModel, attribute: string, value: string | null, answers: Answers): Uint8Array {
  const { columns } = model;
  const wanted = value?.toLowerCase();
  if (!isColumn(attribute)) {
    const asked = { attribute, ...(value === null ? {} : { value }) };
    return addSpans(model, new Uint8Array(model.rows.count), answers.get(queryKey(asked)));
  }
  const isIt = (text: string): boolean => text !== '' && (wanted === undefined || text.toLowerCase() === wanted);
  const service = (attribute as string) === 'service.name';
  const column = service ? columns.service : columns.attributes[attribute];
  const fitsAt = service ? where(columns.strings, isIt) : where(columns.values, (each) => isIt(plain(each)));
  return fitsBySpan(model, (span) => column !== undefined && fitsAt[column[span] ?? 0] === 1);
}

const plain = (value: Json): string => {
  if (value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
};

function fitsBySpan({ columns, rowOf, rows }: TimelineModel, fits: (span: number) => boolean): Uint8Array {
  const found = new Uint8Array(rows.count);
  for (let span = 0; span < columns.count; span++) {
    const row = rowOf[span] ?? -1;
    if (row !== -1 && found[row] === 0 && fits(span)) found[row] = 1;
  }
  return found;
}

/** Rows are as long as they are shown: what is open, up to now. */
function lasting({ rows }: TimelineModel, { least, most, open }: Term & { kind: 'duration' }, now: number): Uint8Array {
  const found = new Uint8Array(rows.count);
  for (let row = 0; row < rows.count; row++) {
    // Histories are recorded to the millisecond, other traces to the nanosecond: sums of these are not exact.
    const ms = Math.round((Math.min(rows.end[row] ?? 0, now) - (rows.start[row] ?? 0)) * 1e6) / 1e6;
    found[row] = (open ? ms > least && ms < most : ms >= least && ms <= most) ? 1 : 0;
  }
  return found;
}

const endedWell: readonly RowState[] = ['completed', 'instant', 'continued'];

/** `error` is whatever has one: also a step that was tried again and came through. */
function withStatus(model: TimelineModel, value: string): Uint8Array {
  const { rows, barKind } = model;
  const wanted = new Uint8Array(rowStates.length);
  const states = value === 'ok' ? endedWell : value === 'error' ? (['failed', 'compensated'] as const) : [];
  for (const state of states) wanted[stateCode[state]] = 1;
  rowStates.forEach((state, index) => {
    if (state.toLowerCase() === value) wanted[index] = 1;
  });
  const found = Uint8Array.from(rows.state, (state) => wanted[state] ?? 0);
  if (value !== 'error') return found;
  const failed = fitsBySpan(model, (span) => {
    const kind = barKind[span];
    return kind === kindCode.failed || kind === kindCode.undoFailed;
  });
  return found.map((fits, row) => fits | (failed[row] ?? 0));
}

function ofService(model: TimelineModel, value: string): Uint8Array {
  const wanted = value.toLowerCase();
  const fits = where(model.columns.strings, (text) => text !== '' && text.toLowerCase() === wanted);
  return fitsBySpan(model, (span) => fits[model.columns.service[span] ?? 0] === 1);
}

/** By its id, its path or its name. */
function ofStep(model: TimelineModel, value: string, nameOf: NameOf | undefined): Uint8Array {
  const { columns, rows } = model;
  const wanted = value.toLowerCase();
  const fits = where(columns.values, (each) => typeof each === 'string' && each.toLowerCase() === wanted);
  const found = named(model, nameOf, (name) => name.toLowerCase() === wanted);
  const asked = [columns.attributes['sagaloom.step.id'], columns.attributes['sagaloom.step.path']];
  for (let row = 0; row < rows.count; row++) {
    const span = rows.span[row] ?? -1;
    if (span !== -1 && asked.some((column) => fits[column?.[span] ?? 0] === 1)) found[row] = 1;
  }
  return found;
}

/** How many rows were found; groups are not counted beside what is in them. */
export function countOf({ rows }: TimelineModel, matches: Uint8Array): number {
  let count = 0;
  for (let row = 0; row < rows.count; row++) {
    if (matches[row] === 1 && rows.kind[row] !== kindOfRow.group) count++;
  }
  return count;
}

/** What is found and all it lies in, with the headings of lanes. */
export function withAround({ rows }: TimelineModel, matches: Uint8Array): Uint8Array {
  const kept = matches.slice();
  for (let row = rows.count - 1; row >= 0; row--) {
    const above = rows.parent[row] ?? -1;
    if (kept[row] === 1 && above !== -1) kept[above] = 1;
    if (rows.kind[row] === kindOfRow.forward || rows.kind[row] === kindOfRow.undoing) kept[row] = 1;
  }
  return kept;
}

/** The next row found after (or before) this one, going round; -1 where none was. */
export function nextMatch({ rows }: TimelineModel, matches: Uint8Array, from: number, forward: boolean): number {
  const by = forward ? 1 : -1;
  const start = from === -1 && !forward ? 0 : from;
  for (let n = 1; n <= rows.count; n++) {
    const row = (((start + by * n) % rows.count) + rows.count) % rows.count;
    if (matches[row] === 1 && rows.kind[row] !== kindOfRow.group) return row;
  }
  return -1;
}
