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
  return typeof step.activity === 'string' && step.activity !== '' ? step.activity : t('canvas.summary.noActivity');
}

function httpSummary(input: JsonObject, t: Translate): string {
  const method = typeof input.method === 'string' ? readable(input.method) : 'GET';
  const url = text(input.url);
  return url === '' ? t('canvas.summary.noAddress', { method }) : `${method} ${pathOf(url)}`;
}

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

export function groupDetail(step: JsonObject, t: Translate): string {
  if (step.type === 'saga')
    return t(step.order === 'parallel' ? 'canvas.group.undoneTogether' : 'canvas.group.undoneInReverse');
  if (step.type === 'try') return t('canvas.group.try');
  if (step.join === 'any') return t('canvas.group.any');
  if (isObject(step.join) && typeof step.join.count === 'number')
    return t('canvas.group.count', { count: step.join.count });
  return t('canvas.group.all');
}
