import type { End, LengthAsked, RunsAsked, TimesAsked } from './asked.ts';
import { attributeText } from './attribute.ts';
import { isAgo } from './ranges.ts';
import { written } from './words.ts';

/** The text that is read as this. */
export function runsText(asked: RunsAsked): string {
  const { workflows, versions, statuses, started, ended, duration, id, parent, waiting, errorType, where } = asked;
  return [
    list('status', statuses),
    list('workflow', workflows),
    list('version', versions),
    started && `started:${timesText(started)}`,
    ended && `ended:${timesText(ended)}`,
    duration && `duration:${lengthText(duration)}`,
    parent && `parent:${written(parent)}`,
    waiting === null ? null : `waiting:${waiting ? 'yes' : 'no'}`,
    errorType && `error:${written(errorType)}`,
    ...where.map(attributeText),
    id && (/^[^:=<>",\s]+$/u.test(id) && !id.toLowerCase().startsWith('attr.') ? id : `id:${written(id)}`),
  ]
    .filter((word) => word !== null && word !== '')
    .join(' ');
}

const list = (key: string, values: readonly string[]): string | null =>
  values.length === 0 ? null : `${key}:${values.map((value) => written(value)).join(',')}`;

function timesText({ from, to }: TimesAsked): string {
  if (from && to) {
    if (from.text === to.text && !isAgo(from.text)) return from.text;
    return isAgo(from.text) && isAgo(to.text) ? `${to.text}..${from.text}` : `${from.text}..${to.text}`;
  }
  const end = from ?? to;
  return end ? `${signOf(end, from === null)}${end.text}` : '';
}

/** What is longer ago than an hour is earlier than then. */
function signOf({ text, excluded }: End, isUpper: boolean): string {
  return `${isUpper === isAgo(text) ? '>' : '<'}${excluded ? '' : '='}`;
}

function lengthText({ from, to }: LengthAsked): string {
  if (from !== null && to !== null) return `${from}..${to}`;
  return from === null ? `<${to}` : `>${from}`;
}
