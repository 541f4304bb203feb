import type { SpanRecord } from '../../contract/types.ts';
import { attr } from '../../telemetry/names.ts';
import type { Tone } from './colour.ts';

/** A line of the timeline: a step, or the undo of one, with what happened in it. */
export interface Row {
  readonly depth: number;
  readonly label: string;
  readonly startMs: number;
  /** Null while it is open. */
  readonly endMs: number | null;
  readonly parts: readonly Part[];
  readonly state: string;
  readonly tone: Tone;
}

/** A stretch of a row's bar. */
export interface Part {
  readonly kind: 'done' | 'failed' | 'wait' | 'block';
  readonly startMs: number;
  readonly endMs: number | null;
}

/** Steps in the order they were entered, each composite before what it holds, the undos of a block after its steps. */
export function rowsOf(spans: readonly SpanRecord[]): readonly Row[] {
  const inner = groupBy(
    spans.filter((span) => isRole(span, 'attempt') || isRole(span, 'wait')),
    workKey,
  );
  const frames = groupBy(
    spans.filter((span) => isRole(span, 'step') || isRole(span, 'undo')),
    (span) => text(span, attr.frame),
  );
  const below = (frame: string, depth: number): readonly Row[] => {
    const works = frames.get(frame) ?? [];
    const steps = works.filter((span) => isRole(span, 'step'));
    const undos = works.filter((span) => isRole(span, 'undo'));
    return [
      ...steps.flatMap((span) => [
        rowOf(span, inner, depth),
        ...blocksOf(span).flatMap((key) => below(key, depth + 1)),
      ]),
      ...undos.map((span) => rowOf(span, inner, depth)),
    ];
  };
  const blocksOf = (span: SpanRecord): readonly string[] => {
    const owner = `${placeOf(span)}/`;
    return [...frames.keys()].filter((key) => key.startsWith(owner) && !key.slice(owner.length).includes('/'));
  };
  return below('', 0);
}

function rowOf(span: SpanRecord, inner: ReadonlyMap<string, readonly SpanRecord[]>, depth: number): Row {
  const { startMs, endMs } = span;
  const parts = (inner.get(workKey(span)) ?? []).map(partOf);
  const isUndo = isRole(span, 'undo');
  const { state, tone } = stateOf(span, isUndo);
  return {
    depth,
    label: labelOf(span, isUndo),
    startMs,
    endMs,
    parts: parts.length > 0 ? parts : [wholeOf(span)],
    state,
    tone,
  };
}

function labelOf(span: SpanRecord, isUndo: boolean): string {
  const visit = Number(span.attributes[attr.stepVisit]);
  return `${isUndo ? '↶ ' : ''}${text(span, attr.stepPath)}${visit > 1 ? ` #${visit}` : ''}${aboutOf(span)}`;
}

/** Whom it speaks to, or listens to; of a map, how many. */
function aboutOf(span: SpanRecord): string {
  const items = span.attributes[attr.items];
  if (typeof items === 'number') return ` [${items}]`;
  const to = text(span, attr.childWorkflow) || text(span, attr.event);
  if (to !== '') return ` → ${to}`;
  const signal = text(span, attr.signal);
  return signal === '' ? '' : ` ${text(span, attr.stepType) === 'receive' ? '←' : '→'} ${signal}`;
}

function partOf(span: SpanRecord): Part {
  const kind = isRole(span, 'wait') ? 'wait' : span.status === 'error' ? 'failed' : 'done';
  return { kind, startMs: span.startMs, endMs: span.endMs };
}

/** Steps that do nothing by themselves, and steps that hold others. */
const kinds: Readonly<Record<string, Part['kind']>> = {
  wait: 'wait',
  receive: 'wait',
  saga: 'block',
  parallel: 'block',
  map: 'block',
  try: 'block',
};

function wholeOf(span: SpanRecord): Part {
  const kind = kinds[text(span, attr.stepType)] ?? partOf(span).kind;
  return { kind, startMs: span.startMs, endMs: span.endMs };
}

const tones: Readonly<Record<string, Tone>> = {
  completed: 'good',
  failed: 'bad',
  caught: 'waiting',
  cancelled: 'quiet',
  skipped: 'quiet',
  abandoned: 'quiet',
};

function stateOf(span: SpanRecord, isUndo: boolean): { readonly state: string; readonly tone: Tone } {
  const attempts = Number(span.attributes[attr.attempts] ?? 0);
  const times = attempts > 1 ? ` ×${attempts}` : '';
  if (span.endMs === null) return { state: `open${times}`, tone: 'waiting' };
  const status = text(span, attr.status) || 'completed';
  if (isUndo && status === 'completed') return { state: `undone${times}`, tone: 'undone' };
  return { state: `${status}${times}`, tone: tones[status] ?? 'plain' };
}

const isRole = (span: SpanRecord, role: string): boolean => span.attributes[attr.role] === role;

function text(span: SpanRecord, name: string): string {
  const value = span.attributes[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

const placeOf = (span: SpanRecord): string => `${text(span, attr.stepPath)}#${text(span, attr.stepVisit)}`;

/** Attempts and waits belong to the step, or to its undo. */
const workKey = (span: SpanRecord): string => `${span.attributes[attr.undo] === true ? 'undo:' : ''}${placeOf(span)}`;

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  return Map.groupBy(items, keyOf);
}
