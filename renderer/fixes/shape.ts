import { FORMAT, isObject, type Json, nearest, parseDuration } from '@sagaloom/engine/core';
import { renameKey } from '../document/draft.ts';
import { freshId, outlineOf, type Path, readAt, renameStep, takenIds, writeAt } from '../document/index.ts';
import { changeTexts } from '../document/operations/blocks.ts';
import {
  type Case,
  copied,
  didYouMean,
  fix,
  lastOf,
  type Maker,
  objectAt,
  partOf,
  removing,
  said,
  setting,
} from './fix.ts';

/** The file, and the shape of its fields. */
export const shapeFixes = {
  TEXT_BROKEN: ({ value, path }) =>
    typeof value === 'string'
      ? [fix('fixes.do.mend', {}, (draft) => writeAt(draft, path, whole(value)), { isSafe: true })]
      : [],
  FORMAT_MISSING: () => [format],
  FORMAT_UNKNOWN: () => [format],
  FIELD_MISSING: missing,
  FIELD_UNKNOWN: ({ path, ...problem }) => {
    const near = said({ path, ...problem }, 'near');
    const owner = path.slice(0, -1);
    const isFree = near !== null && readAt(problem.document, [...owner, near]) === undefined;
    return [isFree ? didYouMean(near, (draft) => rename(draft, owner, lastOf(path), near)) : null, removing(path)];
  },
  FIELD_WRONG: wrong,
  STEP_TYPE_UNKNOWN: (problem) => {
    const near = said(problem, 'near');
    if (near !== null) return [didYouMean(near, (draft) => writeAt(draft, problem.path, near))];
    if (partOf(problem) !== 'STEP_TYPE_UNKNOWN.missing') return [];
    const { path } = problem;
    return [
      fix('fixes.do.makeTask', {}, (draft) => {
        writeAt(draft, [...path, 'type'], 'task');
        if (objectAt(draft, path)?.activity === undefined) writeAt(draft, [...path, 'activity'], 'log');
      }),
    ];
  },
  ID_INVALID: invalidId,
  DURATION_INVALID: ({ value, path }) => {
    const meant = durationMeant(value);
    return [meant === null ? null : setting(path, meant, { isSafe: true }), canGo(path) ? removing(path) : null];
  },
  SCHEMA_INVALID: ({ path }) => [removing(path)],
} as const satisfies Readonly<Record<string, Maker>>;

/** First in the file, where everybody looks for it. */
const format = fix(
  'fixes.do.format',
  { format: FORMAT },
  (draft) => {
    const held = Object.entries(draft).filter(([name]) => name !== 'format');
    for (const name of Object.keys(draft)) delete draft[name];
    draft.format = FORMAT;
    for (const [name, value] of held) draft[name] = value;
  },
  { isSafe: true },
);

const whole = (text: string): string => text.toWellFormed().replaceAll('\uFFFD', '');

function rename(draft: Parameters<typeof objectAt>[0], owner: Path, from: string, to: string): void {
  const holder = objectAt(draft, owner);
  if (holder) renameKey(holder, from, to);
}

/** What a field that must be there begins with. */
const beginnings: Readonly<Record<string, Json>> = {
  name: 'workflow',
  activity: 'log',
  workflow: '',
  signal: 'signal',
  items: '{% input.items %}',
  assign: {},
  when: '{% true %}',
  error: { type: 'failed', message: '' },
  steps: {},
  branches: {},
  message: '',
  event: 'event',
  value: null,
  returns: null,
};

function missing(problem: Case): ReturnType<Maker> {
  const { path, document } = problem;
  const name = said(problem, 'name');
  if (name === null) return [];
  const place = [...path, name];
  if (name === 'start') {
    const [first] = Object.keys(objectAt(document as Parameters<typeof objectAt>[0], [...path, 'steps']) ?? {});
    return [
      first === undefined ? null : fix('fixes.do.start', { name: first }, (draft) => writeAt(draft, place, first)),
    ];
  }
  if (name === 'type' && path.at(-2) === 'config') return [setting(place, 'string')];
  const value = name === 'branches' && problem.step?.type === 'choice' ? [{ when: '{% true %}' }] : beginnings[name];
  if (value === undefined) return [];
  return [
    fix('fixes.do.addField', { name }, (draft) => writeAt(draft, place, copied(value)), {
      show: place,
    }),
  ];
}

/** Without these a step or the file says nothing. */
const needed = new Set([
  ...Object.keys(beginnings),
  'type',
  'start',
  'for',
  'every',
  'format',
  'key',
  'cron',
  'next',
  'otherwise',
]);
const canGo = (path: Path): boolean => path.length > 0 && !needed.has(lastOf(path)) && !/^\d+$/.test(lastOf(path));

function wrong(problem: Case): ReturnType<Maker> {
  const { path, value } = problem;
  if (path.length === 0) return [];
  const converted = convert(value, partOf(problem, 'wanted'), said(problem, 'wanted') ?? listOf(problem));
  return [
    converted === undefined ? null : setting(path, converted, { isSafe: true }),
    canGo(path) ? removing(path) : null,
  ];
}

/** The values a sentence offers: `a, b or c`. */
function listOf({ diagnostic }: Case): string {
  const wanted = diagnostic.says?.values['wanted'];
  if (typeof wanted !== 'object' || wanted.key !== 'list.or') return '';
  const { first, last } = wanted.values;
  return [first, last].filter((one) => typeof one === 'string').join(', ');
}

function convert(
  value: Json | undefined,
  wanted: string | null,
  offered: string,
): string | number | boolean | null[] | string[] | undefined {
  const text = typeof value === 'string' ? value.trim() : typeof value === 'object' ? '' : String(value);
  if (wanted === 'wanted.boolean' && /^(true|yes|on|1)$/i.test(text)) return true;
  if (wanted === 'wanted.boolean' && /^(false|no|off|0|)$/i.test(text)) return false;
  if (wanted === 'wanted.number' && text !== '' && Number.isFinite(Number(text))) return Number(text);
  if (wanted === 'wanted.string' && text !== '') return text;
  if (wanted === 'wanted.array' && text !== '') return [text];
  if (wanted === 'wanted.expression' && text !== '') return `{% ${text} %}`;
  if (wanted !== null && wanted !== 'list.or') return undefined;
  return nearest(text, offered.split(', ').filter(Boolean)) ?? undefined;
}

function invalidId({ path, document, step }: Case): ReturnType<Maker> {
  const name = lastOf(path);
  const owner = path.slice(0, -1);
  if (step !== null && step.id === name && lastOf(owner) === 'steps') {
    const id = freshId(name, takenIds(outlineOf(document)));
    return [fix('fixes.do.rename', { name: id }, (draft) => renameStep(draft, name, id))];
  }
  const held = readAt(document, owner);
  const taken = new Set(isObject(held) ? Object.keys(held) : []);
  const fresh =
    lastOf(owner) === 'config'
      ? name
          .toUpperCase()
          .replaceAll(/[^A-Z0-9_]+/g, '_')
          .replace(/^[^A-Z]+/, '') || 'VALUE'
      : freshId(name, taken);
  if (taken.has(fresh)) return [];
  return [
    fix('fixes.do.rename', { name: fresh }, (draft) => {
      rename(draft, owner, name, fresh);
      if (lastOf(owner) === 'config') changeTexts(draft, (text) => renamedConfig(text, name, fresh));
      if (lastOf(owner) === 'signals') renameSignal(draft, name, fresh);
    }),
  ];
}

const renamedConfig = (text: string, from: string, to: string): string =>
  text.startsWith('{%') && /^\w+$/.test(from)
    ? text.replaceAll(new RegExp(`\\bconfig\\.${from}\\b`, 'g'), `config.${to}`)
    : text;

function renameSignal(value: Parameters<typeof changeTexts>[0], from: string, to: string): void {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value) && value['type'] === 'receive' && value['signal'] === from) value['signal'] = to;
  for (const part of Object.values(value)) renameSignal(part, from, to);
}

const units: readonly (readonly [RegExp, string])[] = [
  [/^(ms|msecs?|milliseconds?|毫秒)$/i, 'ms'],
  [/^(|s|secs?|seconds?|秒)$/i, 's'],
  [/^(m|mins?|minutes?|分|分钟)$/i, 'm'],
  [/^(h|hrs?|hours?|小时)$/i, 'h'],
  [/^(d|days?|天)$/i, 'd'],
];

/** `5 min`, `10 seconds`, `30`: what people write. */
function durationMeant(value: Json | undefined): string | null {
  const [, count, unit = ''] =
    /^\s*(\d+(?:\.\d+)?)\s*(\S*)\s*$/.exec(
      typeof value === 'number' || typeof value === 'string' ? String(value) : '',
    ) ?? [];
  const short = units.find(([pattern]) => pattern.test(unit))?.[1];
  if (count === undefined || short === undefined) return null;
  const text = `${count}${short}`;
  return parseDuration(text) === null ? null : text;
}
