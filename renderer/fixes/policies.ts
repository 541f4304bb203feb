import { formatDuration, isObject, type Json, nearest, parseDuration } from '@sagaloom/engine/core';
import { type Path, readAt, writeAt } from '../document/index.ts';
import { near, oneOfTwo } from './flow.ts';
import { type Case, copied, fix, lastOf, type Maker, partOf, removing, said, set, setting, textOf } from './fix.ts';

/** Retries, catches, time limits, and what starts runs. */
export const policyFixes = {
  CATCH_UNREACHABLE: shadowed,
  RETRY_UNREACHABLE: shadowed,
  RETRY_INTERVALS: ({ path, document }) => {
    const first = readAt(document, [...path, 'initialInterval']);
    return typeof first === 'string' ? [setting([...path, 'maxInterval'], first)] : [];
  },
  TIMEOUT_TOO_LONG: ({ path, value, document }) => {
    const all = [...path.slice(0, -1), 'scheduleToClose'];
    const most = readAt(document, all);
    return [
      typeof most === 'string' ? setting(path, most) : null,
      typeof value === 'string' ? setting(all, value) : null,
    ];
  },
  HEARTBEAT_TOO_LONG: heartbeat,
  ERROR_TYPE: (problem) => [near(problem)],
  TRIGGER_AMBIGUOUS: (problem) =>
    partOf(problem) === 'TRIGGER_AMBIGUOUS.both'
      ? oneOfTwo(problem.path, ['every'], ['cron'])
      : [
          setting([...problem.path, 'every'], '1h', { show: [...problem.path, 'every'] }),
          setting([...problem.path, 'cron'], '0 9 * * 1-5', { show: [...problem.path, 'cron'] }),
        ],
  CRON_INVALID: ({ path, value }) => {
    const fields = textOf(value).trim().split(/\s+/);
    return fields.length === 4 ? [setting(path, [...fields, '*'].join(' '))] : [];
  },
  CRON_NEVER: ({ path, value }) => {
    const fields = textOf(value).trim().split(/\s+/);
    const day = fields.length === 6 ? 3 : 2;
    return [fix('fixes.do.lastDay', {}, set(path, fields.toSpliced(day, 1, 'L').join(' ')))];
  },
  EVERY_TOO_SHORT: ({ path }) => [setting(path, '1s'), setting(path, '1m')],
  TIME_ZONE_UNKNOWN: ({ path, value }) => {
    const zone = nearest(textOf(value), Intl.supportedValuesOf('timeZone'));
    return [zone === null ? null : setting(path, zone, { isSafe: true }), removing(path)];
  },
  WEBHOOK_UNSIGNED: ({ path }) => [
    fix(
      'fixes.do.sign',
      {},
      set([...path, 'signature'], { scheme: 'hmac-sha256', header: 'X-Signature', secret: 'WEBHOOK_SECRET' }),
      { show: [...path, 'signature'] },
    ),
  ],
  WEBHOOK_PATH_TAKEN: (problem) => {
    const taken = pathsTaken(problem);
    const stem = (said(problem, 'path') ?? '').replace(/-\d+$/, '');
    let number = 2;
    while (taken.has(`${stem}-${number}`)) number += 1;
    return [setting([...problem.path, 'path'], `${stem}-${number}`)];
  },
  SIGNATURE_FIELD: ({ path }) => [removing(path, { isSafe: true })],
  PATTERN_INVALID: ({ path, value }) => {
    const mended = mendedPattern(textOf(value));
    return mended === null ? [] : [setting(path, mended)];
  },
} as const satisfies Readonly<Record<string, Maker>>;

/** A clause after one that takes all it would. */
function shadowed(problem: Case): ReturnType<Maker> {
  const { path, document } = problem;
  const list = path.slice(0, -1);
  const index = Number(lastOf(path));
  const by = Number(said(problem, 'by')) - 1;
  const held = readAt(document, list);
  const [late, early] = Array.isArray(held) ? [errorsOf(held[index]), errorsOf(held[by])] : [[], []];
  const helps = !early.every((type) => late.includes(type));
  return [
    helps
      ? fix('fixes.do.putBefore', { number: by + 1 }, (draft) => {
          const items = readAt(draft, list);
          if (!Array.isArray(items)) return;
          const order = [...(items as readonly Json[])];
          const [moved] = order.splice(index, 1);
          if (moved !== undefined) order.splice(by, 0, moved);
          writeAt(draft, list, copied(order));
        })
      : null,
    removing(path),
  ];
}

function errorsOf(clause: unknown): readonly string[] {
  const errors = isObject(clause as Json) ? (clause as { errors?: unknown }).errors : undefined;
  return Array.isArray(errors) ? errors.map(String) : ['*'];
}

function heartbeat(problem: Case): ReturnType<Maker> {
  const { path, document } = problem;
  const end = path.findLastIndex((part) => part === 'timeouts');
  const owner: Path = end === -1 ? path : path.slice(0, end);
  const limit = parseDuration(said(problem, 'limit') ?? '') ?? 0;
  const places: readonly Path[] = [owner, ['defaults']];
  const silence = places
    .map((place) => readAt(document, [...place, 'timeouts', 'heartbeat']))
    .find((value) => typeof value === 'string');
  const ms = typeof silence === 'string' ? parseDuration(silence) : null;
  return [
    limit >= 2 ? setting([...owner, 'timeouts', 'heartbeat'], formatDuration(Math.floor(limit / 2))) : null,
    ms === null ? null : setting([...owner, 'timeouts', 'startToClose'], formatDuration(Math.max(1, ms * 2))),
  ];
}

function pathsTaken({ document }: Case): ReadonlySet<string> {
  const triggers = isObject(document.triggers) ? Object.values(document.triggers) : [];
  return new Set(triggers.flatMap((one) => (isObject(one) ? [textOf(one.path)] : [])));
}

function mendedPattern(pattern: string): string | null {
  const mended = pattern
    .replaceAll('\\', '/')
    .replace(/^[A-Za-z]:/, '')
    .replaceAll(/\/{2,}/g, '/')
    .replaceAll(/(^|\/)(\.{1,2}\/)+/g, '$1')
    .replace(/^\//, '')
    .replaceAll(/\*\*(?=[^/])/g, '**/*');
  const isOpen = /[!@?*+]\(/.test(mended) || /\{[^{}]*\/[^{}]*\}/.test(mended);
  return isOpen || mended === pattern || mended === '' ? null : mended;
}
