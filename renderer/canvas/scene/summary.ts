import { isObject, type Json, type JsonObject } from '@sagaloom/engine/core';
import { type Outline, type StepEntry, withInner } from '../../document/index.ts';
import type { Translate } from '../../locales/index.ts';
import { readable, spaced } from './expression.ts';

/** The name people gave a step. */
export type NameOf = (step: string) => string;

/** One line of what a step does, in the reader's terms. */
export function summaryOf(step: JsonObject, t: Translate, nameOf: NameOf = (id) => id): string {
  switch (step.type) {
    case 'task':
      return taskSummary(step, t);
    case 'choice':
      return choiceSummary(step, t, nameOf);
    case 'wait':
      return waitSummary(step, t);
    case 'receive':
      return receiveSummary(step, t);
    case 'emit':
      return emitSummary(step, t);
    case 'child':
      return childSummary(step, t);
    case 'continueAsNew':
      return step.input === undefined
        ? t('canvas.summary.continueAsNew')
        : t('lanes.newInput', { input: inShort(step.input) });
    case 'set':
      return setSummary(step, t);
    case 'fail':
      return failSummary(step, t);
    case 'succeed':
      return step.output === undefined
        ? t('canvas.summary.succeed')
        : t('lanes.gives', { output: inShort(step.output) });
    default:
      return typeof step.type === 'string' ? step.type : t('canvas.summary.noType');
  }
}

function choiceSummary({ branches, otherwise }: JsonObject, t: Translate, nameOf: NameOf): string {
  const count = Array.isArray(branches) ? branches.length : 0;
  if (count === 0) return t('canvas.summary.choice', { count });
  return typeof otherwise === 'string' && otherwise !== ''
    ? t('lanes.choice', { count, other: nameOf(otherwise) })
    : t('lanes.choiceOnly', { count });
}

/** One assignment in full; of more, the names. */
function setSummary({ assign }: JsonObject, t: Translate): string {
  const [first, ...others] = isObject(assign) ? Object.entries(assign) : [];
  if (!first) return t('canvas.summary.nothingSet');
  const [name, value] = first;
  return others.length > 0
    ? [name, ...others.map(([other]) => other)].join(', ')
    : t('lanes.set', { name, value: inShort(value) });
}

function failSummary({ error }: JsonObject, t: Translate): string {
  if (!isObject(error) || typeof error.type !== 'string') return t('canvas.summary.noError');
  const message = text(error.message);
  return message === '' ? error.type : t('lanes.failSays', { type: error.type, message });
}

/** A template in a few words: an expression or a text as it reads, of an object the names in it. */
function inShort(value: Json | undefined): string {
  if (typeof value === 'string') return readable(value);
  if (Array.isArray(value)) return '[…]';
  if (isObject(value)) return `{ ${Object.keys(value).join(', ')} }`;
  return value === undefined ? '' : JSON.stringify(value);
}

function taskSummary(step: JsonObject, t: Translate): string {
  const input = isObject(step.with) ? step.with : {};
  if (step.activity === 'http') return httpSummary(input, t);
  if (step.activity === 'log') return text(input.message) || t('canvas.summary.log');
  if (typeof step.activity !== 'string' || step.activity === '') return t('canvas.summary.noActivity');
  const detail = telling(input);
  return detail === '' ? step.activity : `${step.activity} · ${detail}`;
}

/** The fields of an input that say most of what is done, the most telling first; where none of them is there, its own names. */
const tellingFields = [
  'operation',
  'topic',
  'statement',
  'program',
  'command',
  'path',
  'method',
  'to',
  'code',
] as const;

function telling(input: JsonObject): string {
  for (const name of tellingFields) {
    const [line = ''] = text(input[name]).trim().split('\n');
    if (line !== '') return line;
  }
  return Object.keys(input).slice(0, 3).join(', ');
}

function httpSummary(input: JsonObject, t: Translate): string {
  const method = methodOf(input);
  const url = text(input.url);
  return url === '' ? t('canvas.summary.noAddress', { method }) : `${method} ${pathOf(url)}`;
}

/** Said, or what is sent without saying it: a request with a body of any kind is a POST. */
export function methodOf(input: JsonObject): string {
  if (typeof input.method === 'string') return readable(input.method);
  return bodyFields.some((name) => input[name] !== undefined) ? 'POST' : 'GET';
}

const bodyFields = ['body', 'form', 'multipart', 'text', 'base64', 'file', 'graphql'] as const;

/** The path says more than the host. */
function pathOf(url: string): string {
  return /^https?:\/\/[^/]+(\/.+)$/.exec(url)?.[1] ?? url.replace(/^https?:\/\//, '');
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? readable(value) : '';
}

function waitSummary(step: JsonObject, t: Translate): string {
  if (typeof step.for === 'string' && step.for !== '')
    return t('canvas.summary.waitFor', { duration: spaced(readable(step.for)) });
  if (typeof step.until === 'string' && step.until !== '')
    return t('canvas.summary.waitUntil', { time: timeText(readable(step.until)) });
  return t('canvas.summary.noTime');
}

/** `2026-01-31T12:00:00Z` as people read it; what an expression gives stays as it is. */
function timeText(time: string): string {
  const [whole, date, clock, zone] =
    /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.exec(time) ?? [];
  return whole === undefined ? time : `${date ?? ''} ${clock ?? ''}${zone === 'Z' ? ' UTC' : ` ${zone ?? ''}`}`;
}

function receiveSummary(step: JsonObject, t: Translate): string {
  const signal = text(step.signal);
  if (signal === '') return t('canvas.summary.noSignal');
  const limit = text(step.timeout);
  return limit === '' ? t('lanes.receive', { signal }) : t('lanes.receiveUpTo', { signal, duration: spaced(limit) });
}

function emitSummary(step: JsonObject, t: Translate): string {
  const [signal, event] = [text(step.signal), text(step.event)];
  const to = text(step.to);
  if (signal !== '') return to === '' ? t('canvas.summary.emitSignal', { signal }) : t('lanes.emitTo', { signal, to });
  return event === '' ? t('canvas.summary.emitNothing') : t('canvas.summary.emitEvent', { event });
}

function childSummary(step: JsonObject, t: Translate): string {
  const workflow = text(step.workflow);
  if (workflow === '') return t('canvas.summary.noWorkflow');
  return step.wait === false ? t('canvas.summary.childNoWait', { workflow }) : workflow;
}

/** `for each input.orders · 5 at once`. */
function mapDetail(step: JsonObject, t: Translate): string {
  const items = Array.isArray(step.items)
    ? t('canvas.group.listOf', { count: step.items.length })
    : text(step.items) || t('canvas.group.noItems');
  const { concurrency, batchSize } = step;
  const mayFail = typeof step.tolerate === 'number' ? String(step.tolerate) : text(step.tolerate);
  return [
    t('canvas.group.forEach', { items }),
    typeof batchSize === 'number' ? t('canvas.group.batches', { count: batchSize }) : '',
    concurrency === 1 ? t('canvas.group.oneByOne') : '',
    typeof concurrency === 'number' && concurrency > 1 ? t('canvas.group.atOnce', { count: concurrency }) : '',
    mayFail === '' || mayFail === '0' ? '' : t('canvas.group.mayFail', { count: mayFail }),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

function tryDetail(step: JsonObject, t: Translate): string {
  const errors = caughtErrors(step);
  return errors === '' ? t('canvas.group.try') : t('lanes.catches', { errors });
}

/** `http, timeout`: what the clauses of a step name; none where it has none. */
export function caughtErrors(step: JsonObject): string {
  const clauses = Array.isArray(step.catch) ? (step.catch as readonly Json[]) : [];
  const errors = clauses.flatMap((clause) =>
    isObject(clause) && Array.isArray(clause.errors) ? (clause.errors as readonly Json[]) : ['*'],
  );
  return [...new Set(errors.filter((error) => typeof error === 'string'))].join(', ');
}

/** How a step is undone: by its name, else by what it does. */
export function undoSummary(step: JsonObject, t: Translate): string {
  const undo = isObject(step.compensate) ? step.compensate : {};
  if (typeof undo.name === 'string' && undo.name !== '') return undo.name;
  if (typeof undo.workflow === 'string' && undo.workflow !== '') return readable(undo.workflow);
  return typeof undo.activity === 'string' && undo.activity !== ''
    ? taskSummary({ type: 'task', ...undo }, t)
    : t('canvas.undo.unnamed');
}

/** What is in a collapsed container: `5 steps · 2 undos`. */
export function insideSummary(outline: Outline, { id }: StepEntry, t: Translate): string {
  const inner = withInner(outline, id).flatMap((step) => (step === id ? [] : (outline.steps.get(step) ?? [])));
  const undos = inner.filter(({ step }) => isObject(step.compensate)).length;
  const steps = t('lanes.inside', { count: inner.length });
  return undos === 0 ? steps : `${steps} · ${t('lanes.undosInside', { count: undos })}`;
}

export function groupDetail(step: JsonObject, t: Translate): string {
  if (step.type === 'map') return mapDetail(step, t);
  if (step.type === 'saga')
    return t(step.order === 'parallel' ? 'canvas.group.undoneTogether' : 'canvas.group.undoneInReverse');
  if (step.type === 'try') return tryDetail(step, t);
  const count = isObject(step.branches) ? Object.keys(step.branches).length : 0;
  return `${t('lanes.branches', { count })} · ${joinText(step, t)}`;
}

function joinText({ join }: JsonObject, t: Translate): string {
  if (join === 'any') return t('canvas.group.any');
  if (isObject(join) && typeof join.count === 'number') return t('canvas.group.count', { count: join.count });
  return t('canvas.group.all');
}
