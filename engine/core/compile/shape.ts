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

type Issue = z.core.$ZodIssue;

/** Whether this is a document of ours at all; if not, nothing else about it is worth saying. */
export function checkFormat(document: Json, report: Report): boolean {
  if (!isObject(document)) {
    report.add({
      code: 'FIELD_WRONG',
      at: [],
      message: 'A workflow is a JSON object: { "format": "sagaloom/v1", … }.',
    });
    return false;
  }
  const { format } = document;
  if (format === FORMAT || format === undefined) return true;
  const newer = typeof format === 'string' && /^sagaloom\/v(\d+)$/.test(format);
  const message = newer
    ? `The file has format ${format}, made by a newer version: this one reads ${FORMAT}, so update to open it.`
    : `The format ${short(format)} is none of ours: write "format": "${FORMAT}".`;
  report.add({ code: newer ? 'FORMAT_NEWER' : 'FORMAT_UNKNOWN', at: ['format'], message });
  return false;
}

/** A text or name with half a character can be neither hashed nor sent. Such text comes from cutting between the halves. */
export function checkTexts(value: Json, report: Report, at: Path = []): void {
  if (typeof value === 'string') {
    if (!value.isWellFormed())
      report.add({
        code: 'TEXT_BROKEN',
        at,
        step: stepOf(at),
        message: 'This text has half of a character: write it anew.',
      });
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    if (!key.isWellFormed())
      report.add({
        code: 'TEXT_BROKEN',
        at,
        step: stepOf(at),
        message: 'A name here has half of a character: write it anew.',
      });
    checkTexts(part, report, [...at, Array.isArray(value) ? Number(key) : key]);
  }
}

/** Fields and their values, one by one, by the schema. */
export function checkShape(document: Json, report: Report): void {
  const parsed = documentSchema.safeParse(document);
  for (const issue of parsed.error?.issues ?? []) addIssue(issue, document, report);
}

function addIssue(issue: Issue, document: Json, report: Report): void {
  const path = issue.path.filter((part) => typeof part !== 'symbol');
  const step = stepOf(path);
  const add = (code: DiagnosticCode, at: Path, message: string): void => report.add({ code, at, step, message });

  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) add('FIELD_UNKNOWN', [...path, key], unknownField(key, path, document));
    return;
  }
  const value = valueAt(document, path);
  if (isStartOfEmpty(path, document)) return; // that the block is empty is said elsewhere
  if (path.length === 1 && path[0] === 'format') {
    add('FORMAT_MISSING', [], `The document does not say what it is: add "format": "${FORMAT}".`);
  } else if (path.at(-1) === 'type' && path.at(-3) === 'steps') {
    add('STEP_TYPE_UNKNOWN', value === undefined ? path.slice(0, -1) : path, wrongType(value));
  } else if (issue.code === 'invalid_key') {
    add('ID_INVALID', path, wrongName(path));
  } else if (value === undefined) {
    add('FIELD_MISSING', path.slice(0, -1), `${nameOf(path)} is missing: add it.`);
  } else if (isDuration(issue)) {
    add(
      'DURATION_INVALID',
      path,
      `${nameOf(path)} is ${short(value)}, which is no duration: write 500ms, 30s, 5m, 2h or 1d.`,
    );
  } else {
    add('FIELD_WRONG', path, `${nameOf(path)} is ${short(value)}, but must be ${wanted(issue)}.`);
  }
}

function isStartOfEmpty(path: Path, document: Json): boolean {
  if (path.at(-1) !== 'start') return false;
  const steps = valueAt(document, [...path.slice(0, -1), 'steps']);
  return isObject(steps) && Object.keys(steps).length === 0;
}

function unknownField(key: string, path: Path, document: Json): string {
  const known = fieldsAt(path, document);
  const near = nearest(key, known);
  const owner = path.length === 0 ? 'A workflow' : nameOf(path);
  if (near !== null) return `${owner} has no field ${key}: did you mean ${near}?`;
  return `${owner} has no field ${key}: remove it${known.length === 0 ? '' : `, or use one of ${known.join(', ')}`}.`;
}

function wrongType(value: Json | undefined): string {
  const legal = stepTypes.join(', ');
  if (value === undefined) return `The step has no type: add one of ${legal}.`;
  const near = typeof value === 'string' ? nearest(value, stepTypes) : null;
  const hint = near === null ? `use one of ${legal}` : `did you mean ${near}? There are ${legal}`;
  return `There is no type of step ${short(value)}: ${hint}.`;
}

function wrongName(path: Path): string {
  const [owner, name] = [path.at(-2), String(path.at(-1))];
  if (owner === 'config') return `The config name ${name} must be in capitals, digits and _, such as SHOP_URL.`;
  if (path.length === 2 && (owner === 'signals' || owner === 'queries' || owner === 'updates')) {
    return `The name ${short(name)} must be of letters, digits, _, . and -, begin with a letter, and be 128 long at most.`;
  }
  return `The name ${short(name)} must be of letters, digits, _ and -, begin with a letter, and be 64 long at most.`;
}

/** `steps/pay/retry/0/maxAttempts` as a person would say it: `maxAttempts of pay`. */
function nameOf(path: Path): string {
  const step = stepOf(path);
  const last = path.at(-1);
  if (path.length === 0) return 'The workflow';
  if (step === null || last === step)
    return String(typeof last === 'number' ? `${String(path.at(-2))}[${last}]` : last);
  const field = typeof last === 'number' ? `${String(path.at(-2))}[${last}]` : last;
  return `${field} of ${step}`;
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

const patterns: readonly (readonly [RegExp, string])[] = [
  [/\{%/, 'an expression, written {% … %}'],
  [/0,63/, 'a name of letters, digits, _ and -, beginning with a letter'],
  [/0,127/, 'a name of letters, digits, _, . and - (128 at most)'],
  [/A-Za-z0-9_-\]\+/, 'an error type such as payment.declined'],
  [/100\|/, 'a count such as 2, or a share such as 10%'],
  [/-02-29/, 'a time such as 2026-01-31T12:00:00Z'],
];

/** Beside steps, the one thing that goes by its type. */
const triggerTypes = triggerSchema.options.map(({ shape }) => shape.type.value);

/** What the schema asks for, in words. */
function wanted(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected === 'record' ? 'an object' : article(issue.expected);
    case 'invalid_value':
      return oneOf(issue.values.map(String));
    case 'invalid_union':
      if (issue.errors.length === 0) return oneOf(triggerTypes);
      return [...new Set(issue.errors.flatMap((errors) => errors.map(wanted)))].join(', or ');
    case 'too_small':
      return issue.origin === 'number' ? `${issue.minimum} or more` : `at least ${issue.minimum} long`;
    case 'too_big':
      return issue.origin === 'number' ? `${issue.maximum} or less` : `at most ${issue.maximum} long`;
    case 'invalid_format':
      return patterns.find(([known]) => known.test(issue.pattern ?? ''))?.[1] ?? 'of another form';
    default:
      return 'something else';
  }
}

const article = (word: string): string => (/^[aeiou]/.test(word) ? `an ${word}` : `a ${word}`);

function short(value: Json | undefined): string {
  const text = JSON.stringify(value) ?? 'absent';
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
