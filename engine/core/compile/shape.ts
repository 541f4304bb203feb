import type { z } from 'zod';
import { durationPattern } from '../duration.ts';
import { documentSchema, FORMAT, triggerSchema } from '../definition/document.ts';
import { isObject, type Json } from '../json.ts';
import { nearest } from '../nearest.ts';
import type { DiagnosticCode } from './codes.ts';
import { fieldsAt, valueAt } from './fields.ts';
import { stepTypes } from './model.ts';
import type { Path } from './pointer.ts';
import { oneOf, type Report } from './report.ts';
import { type Said, said, type SaidValue, type SentenceKey, wordsOf } from './sentences.ts';

type Issue = z.core.$ZodIssue;

/** Whether this is a document of ours at all; if not, nothing else about it is worth saying. */
export function checkFormat(document: Json, report: Report): boolean {
  if (!isObject(document)) {
    report.add({
      code: 'FIELD_WRONG',
      at: [],
      says: said('FIELD_WRONG.document'),
    });
    return false;
  }
  const { format } = document;
  if (format === FORMAT || format === undefined) return true;
  const newer = typeof format === 'string' && /^sagaloom\/v(\d+)$/.test(format);
  const code = newer ? 'FORMAT_NEWER' : 'FORMAT_UNKNOWN';
  const says = said(code, { format: newer ? format : short(format), ours: FORMAT });
  report.add({ code, at: ['format'], says });
  return false;
}

/** Parts of documents in which every text is whole: an edit leaves most of a document as it was. */
const whole = new WeakSet<object>();

/**
 * A text or name with half a character can be neither hashed nor sent. Such text comes from cutting between the halves. Gives
 * whether all is well.
 */
export function checkTexts(value: Json, report: Report, at: Path = []): boolean {
  const broken = (key: SentenceKey): false => {
    report.add({ code: 'TEXT_BROKEN', at, step: stepOf(at), says: said(key) });
    return false;
  };
  if (typeof value === 'string') {
    return value.isWellFormed() || broken('TEXT_BROKEN');
  }
  if (typeof value !== 'object' || value === null || whole.has(value)) return true;
  let isWhole = true;
  for (const [key, part] of Object.entries(value)) {
    if (!key.isWellFormed()) isWhole = broken('TEXT_BROKEN.name');
    if (!checkTexts(part, report, [...at, Array.isArray(value) ? Number(key) : key])) isWhole = false;
  }
  if (isWhole) whole.add(value);
  return isWhole;
}

/** Fields and their values, one by one, by the schema. */
export function checkShape(document: Json, report: Report): void {
  const hasProto = hasProtoIn(document);
  const parsed = documentSchema.safeParse(hasProto ? renamed(document) : document);
  for (const issue of parsed.error?.issues ?? []) addIssue(hasProto ? renamedBack(issue) : issue, document, report);
}

/** zod passes over members of this name, which JSON may have: it is shown them under another, that is as good as theirs. */
const PROTO = '__proto__';
const SHOWN = 'proto'.padEnd(64, '_');

/** Parts of documents without the name: as with `whole`. */
const plain = new WeakSet<object>();

function hasProtoIn(value: Json): boolean {
  if (typeof value !== 'object' || value === null || plain.has(value)) return false;
  if (Object.hasOwn(value, PROTO) || Object.values(value).some(hasProtoIn)) return true;
  plain.add(value);
  return false;
}

function renamed(value: Json): Json {
  if (Array.isArray(value)) return value.map(renamed);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name === PROTO ? SHOWN : name, renamed(part)]),
  );
}

function renamedBack(issue: Issue): Issue {
  const back = <T>(name: T): T | typeof PROTO => (name === SHOWN ? PROTO : name);
  const path = issue.path.map(back);
  return issue.code === 'unrecognized_keys' ? { ...issue, path, keys: issue.keys.map(back) } : { ...issue, path };
}

function addIssue(issue: Issue, document: Json, report: Report): void {
  const path = issue.path.filter((part) => typeof part !== 'symbol');
  const step = stepOf(path);
  const add = (code: DiagnosticCode, at: Path, says: Said): void => report.add({ code, at, step, says });

  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) add('FIELD_UNKNOWN', [...path, key], unknownField(key, path, document));
    return;
  }
  const value = valueAt(document, path);
  if (isStartOfEmpty(path, document)) return; // that the block is empty is said elsewhere
  if (path.length === 1 && path[0] === 'format') {
    add('FORMAT_MISSING', [], said('FORMAT_MISSING', { ours: FORMAT }));
  } else if (path.at(-1) === 'type' && path.at(-3) === 'steps') {
    add('STEP_TYPE_UNKNOWN', value === undefined ? path.slice(0, -1) : path, wrongType(value));
  } else if (issue.code === 'invalid_key') {
    add('ID_INVALID', path, wrongName(path));
  } else if (value === undefined) {
    const name = String(path.at(-1));
    add('FIELD_MISSING', path.slice(0, -1), said('FIELD_MISSING', { field: nameOf(path), name }));
  } else if (isDuration(issue)) {
    add('DURATION_INVALID', path, said('DURATION_INVALID', { field: nameOf(path), value: short(value) }));
  } else {
    const values = { field: nameOf(path), value: short(value), wanted: wanted(issue) };
    add('FIELD_WRONG', path, said('FIELD_WRONG', values));
  }
}

function isStartOfEmpty(path: Path, document: Json): boolean {
  if (path.at(-1) !== 'start') return false;
  const steps = valueAt(document, [...path.slice(0, -1), 'steps']);
  return isObject(steps) && Object.keys(steps).length === 0;
}

function unknownField(name: string, path: Path, document: Json): Said {
  const known = fieldsAt(path, document);
  const near = nearest(name, known);
  const owner = path.length === 0 ? said('name.aDocument') : nameOf(path);
  if (near !== null) return said('FIELD_UNKNOWN.near', { owner, name, near });
  if (known.length === 0) return said('FIELD_UNKNOWN', { owner, name });
  return said('FIELD_UNKNOWN.known', { owner, name, known: known.join(', ') });
}

function wrongType(value: Json | undefined): Said {
  const types = stepTypes.join(', ');
  if (value === undefined) return said('STEP_TYPE_UNKNOWN.missing', { types });
  const near = typeof value === 'string' ? nearest(value, stepTypes) : null;
  if (near === null) return said('STEP_TYPE_UNKNOWN', { type: short(value), types });
  return said('STEP_TYPE_UNKNOWN.near', { type: short(value), near, types });
}

function wrongName(path: Path): Said {
  const [owner, name] = [path.at(-2), String(path.at(-1))];
  if (owner === 'config') return said('ID_INVALID.config', { name });
  const isMessage = path.length === 2 && (owner === 'signals' || owner === 'queries' || owner === 'updates');
  return said(isMessage ? 'ID_INVALID.message' : 'ID_INVALID', { name: short(name) });
}

/** `steps/pay/retry/0/maxAttempts` as a person would say it: `maxAttempts of pay`. */
function nameOf(path: Path): SaidValue {
  const step = stepOf(path);
  const last = path.at(-1);
  if (path.length === 0) return said('name.document');
  if (step === null || last === step)
    return String(typeof last === 'number' ? `${String(path.at(-2))}[${last}]` : last);
  const field = typeof last === 'number' ? `${String(path.at(-2))}[${last}]` : String(last);
  return said('name.ofStep', { field, step });
}

/** The step a path leads into, the innermost. */
function stepOf(path: Path): string | null {
  const at = path.findLastIndex((part, index) => part === 'steps' && isStepsOfBlock(path, index));
  const id = at === -1 ? undefined : path[at + 1];
  return typeof id === 'string' ? id : null;
}

/** `steps` may also be a branch, a step's id, or a word in a template. */
function isStepsOfBlock(path: Path, index: number): boolean {
  let at = 0;
  while (at < index) {
    if (path[at] !== 'steps') return false;
    at += 2; // steps, id
    if (path[at] === 'branches') at += 2;
    else if (path[at] === 'finally') at += 1;
  }
  return at === index;
}

function isDuration(issue: Issue): boolean {
  if (issue.code === 'invalid_union') return issue.errors.some((errors) => errors.some(isDuration));
  return issue.code === 'invalid_format' && 'pattern' in issue && issue.pattern === String(durationPattern);
}

const patterns: readonly (readonly [RegExp, SentenceKey])[] = [
  [/\{%/, 'wanted.expression'],
  [/0,63/, 'wanted.name'],
  [/0,127/, 'wanted.dotted'],
  [/A-Za-z0-9_-\]\+/, 'wanted.errorType'],
  [/100\|/, 'wanted.share'],
  [/-02-29/, 'wanted.time'],
];

/** Beside steps, the one thing that goes by its type. */
const triggerTypes = triggerSchema.options.map(({ shape }) => shape.type.value);

/** What the schema asks for, in words. */
function wanted(issue: Issue): SaidValue {
  switch (issue.code) {
    case 'invalid_type':
      return kindOf(issue.expected);
    case 'invalid_value':
      return oneOf(issue.values.map(String));
    case 'invalid_union':
      if (issue.errors.length === 0) return oneOf(triggerTypes);
      return anyOf(issue.errors.flatMap((errors) => errors.map(wanted)));
    case 'too_small':
      return said(issue.origin === 'number' ? 'wanted.least' : 'wanted.long', { count: String(issue.minimum) });
    case 'too_big':
      return said(issue.origin === 'number' ? 'wanted.most' : 'wanted.short', { count: String(issue.maximum) });
    case 'invalid_format':
      return said(patterns.find(([known]) => known.test(issue.pattern ?? ''))?.[1] ?? 'wanted.form');
    default:
      return said('wanted.else');
  }
}

const kinds: Readonly<Record<string, SentenceKey>> = {
  string: 'wanted.string',
  number: 'wanted.number',
  boolean: 'wanted.boolean',
  object: 'wanted.object',
  record: 'wanted.object',
  array: 'wanted.array',
};

function kindOf(expected: string): Said {
  return said(kinds[expected] ?? 'wanted.kind', { kind: article(expected) });
}

/** Each once, by its words. */
function anyOf(all: readonly SaidValue[]): SaidValue {
  const byWords = new Map(all.map((one) => [typeof one === 'object' ? wordsOf(one) : String(one), one] as const));
  return [...byWords.values()].reduce((first, last) => said('list.orElse', { first, last }));
}

const article = (word: string): string => (/^[aeiou]/.test(word) ? `an ${word}` : `a ${word}`);

function short(value: Json | undefined): string {
  const text = JSON.stringify(value) ?? 'absent';
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
