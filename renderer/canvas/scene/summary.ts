import { isObject, type Json, type JsonObject } from '@sagaloom/engine/core';
import type { Translate } from '../../locales/index.ts';
import { readable } from './expression.ts';
import { spaced } from './pills.ts';

/** One line of what a step does, in the reader's terms. */
export function summaryOf(step: JsonObject, t: Translate): string {
  switch (step.type) {
    case 'task':
      return taskSummary(step, t);
    case 'choice':
      return t('canvas.summary.choice', { count: Array.isArray(step.branches) ? step.branches.length : 0 });
    case 'wait':
      return waitSummary(step, t);
    case 'receive':
      return receiveSummary(step, t);
    case 'emit':
      return emitSummary(step, t);
    case 'child':
      return childSummary(step, t);
    case 'continueAsNew':
      return t('canvas.summary.continueAsNew');
    case 'set':
      return isObject(step.assign) && Object.keys(step.assign).length > 0
        ? Object.keys(step.assign).join(', ')
        : t('canvas.summary.nothingSet');
    case 'fail':
      return isObject(step.error) && typeof step.error.type === 'string'
        ? step.error.type
        : t('canvas.summary.noError');
    case 'succeed':
      return t('canvas.summary.succeed');
    default:
      return typeof step.type === 'string' ? step.type : t('canvas.summary.noType');
  }
}

function taskSummary(step: JsonObject, t: Translate): string {
  const input = isObject(step.with) ? step.with : {};
  if (step.activity === 'http') return httpSummary(input, t);
  if (step.activity === 'log') return text(input.message) || t('canvas.summary.log');
  if (typeof step.activity !== 'string' || step.activity === '') return t('canvas.summary.noActivity');
  const detail = telling(input);
  return detail === '' ? step.activity : `${step.activity} · ${detail}`;
}

/** The fields of an input that say most of what is done, the most telling first. */
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
  return '';
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
    return t('canvas.summary.waitUntil', { time: readable(step.until) });
  return t('canvas.summary.noTime');
}

function receiveSummary(step: JsonObject, t: Translate): string {
  const signal = text(step.signal);
  if (signal === '') return t('canvas.summary.noSignal');
  const limit = text(step.timeout);
  return limit === '' ? signal : t('canvas.summary.atMost', { what: signal, duration: spaced(limit) });
}

function emitSummary(step: JsonObject, t: Translate): string {
  const [signal, event] = [text(step.signal), text(step.event)];
  if (signal !== '') return t('canvas.summary.emitSignal', { signal });
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

export function groupDetail(step: JsonObject, t: Translate): string {
  if (step.type === 'map') return mapDetail(step, t);
  if (step.type === 'saga')
    return t(step.order === 'parallel' ? 'canvas.group.undoneTogether' : 'canvas.group.undoneInReverse');
  if (step.type === 'try') return t('canvas.group.try');
  if (step.join === 'any') return t('canvas.group.any');
  if (isObject(step.join) && typeof step.join.count === 'number')
    return t('canvas.group.count', { count: step.join.count });
  return t('canvas.group.all');
}
