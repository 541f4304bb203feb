import type { Json } from '@sagaloom/engine/core';
import { isObject } from '@sagaloom/engine/core';
import { type Formats, formatSpan } from '../locales/format.ts';
import type { MessageKey, Translate } from '../locales/index.ts';
import type { Alignment } from './align.ts';
import type { Parting } from './parting.ts';
import { type Row, rowAt } from './rows.ts';
import type { Side } from './side.ts';

const statusKeys = {
  open: 'compare.status.open',
  ok: 'compare.status.ok',
  error: 'compare.status.error',
  completed: 'compare.status.completed',
  failed: 'compare.status.failed',
  caught: 'compare.status.caught',
  cancelled: 'compare.status.cancelled',
  skipped: 'compare.status.skipped',
  abandoned: 'compare.status.abandoned',
  compensated: 'compare.status.compensated',
  terminated: 'compare.status.terminated',
  timedOut: 'compare.status.timedOut',
  continuedAsNew: 'compare.status.continuedAsNew',
} as const satisfies Record<string, MessageKey>;

/** A status of ours in the reader's language; any other as it came. */
export function statusWords(status: string, t: Translate): string {
  return Object.hasOwn(statusKeys, status) ? t(statusKeys[status as keyof typeof statusKeys]) : status;
}

const endedAs = (status: string, error: string | null, t: Translate): string =>
  error === null ? statusWords(status, t) : `${statusWords(status, t)} (${error})`;

/** `+1.20 s`, `−35 ms`; nothing where there is no difference. */
export function deltaWords(delta: number): string {
  const size = formatSpan(Math.abs(delta));
  if (Math.round(Math.abs(delta)) === 0) return '±0';
  return delta > 0 ? `+${size}` : `−${size}`;
}

/** `+12 %`; from ten times on as a factor: `× 14`. */
export function shareWords(share: number, { count }: Formats): string {
  if (share >= 9) return `× ${count(Math.round(share + 1))}`;
  const percent = Math.round(Math.abs(share) * 100);
  if (percent === 0) return '±0 %';
  return share > 0 ? `+${percent} %` : `−${percent} %`;
}

/** What a row is called: a step as people named it, on the side that says so. */
export function titleOf({ role, name, step, attempt }: Row, sides: readonly [Side, Side], t: Translate): string {
  const label = step === null ? undefined : (sides[0].names.get(step) ?? sides[1].names.get(step));
  const place = label === undefined ? name : named(name, step ?? '', label);
  switch (role) {
    case 'undo':
      return t('compare.row.undo', { step: place });
    case 'compensation':
      return t('compare.row.undoing');
    case 'attempt':
      return t('compare.row.attempt', { number: attempt ?? 1 });
    case 'wait':
      return t('compare.row.wait');
    default:
      return place;
  }
}

/** `items[3].ship#2` of a step called “Ship it” becomes `items[3] · Ship it #2`. */
function named(place: string, step: string, label: string): string {
  const [, around = '', visit = ''] = /^(.*?)[^.\]]*?(#\d+)?$/s.exec(place) ?? [];
  const before = around.replace(/[./]$/, '');
  const own = place.includes(step) ? label : place;
  return `${before === '' ? '' : `${before} · `}${own}${visit === '' ? '' : ` ${visit}`}`;
}

/** What differs in a row, shortly: `completed → failed (http.503)`. */
export function differenceWords(
  { left, right, step, differences }: Row,
  sides: readonly [Side, Side],
  t: Translate,
): string {
  const parts = differences.flatMap((difference): readonly string[] => {
    switch (difference) {
      case 'onlyLeft':
        return [t('compare.only.left')];
      case 'onlyRight':
        return [t('compare.only.right')];
      case 'status':
        return [
          `${endedAs(left?.status ?? '', left?.error ?? null, t)} → ${endedAs(right?.status ?? '', right?.error ?? null, t)}`,
        ];
      case 'error':
        return left?.status === right?.status ? [`${left?.error ?? '–'} → ${right?.error ?? '–'}`] : [];
      case 'attempts':
        return [t('compare.attempts', { left: left?.attempts ?? 0, right: right?.attempts ?? 0 })];
      case 'branch': {
        const [a, b] = [left?.branch ?? null, right?.branch ?? null];
        return [`${branchWords(sides[0], step, a, t)} → ${branchWords(sides[1], step, b, t)}`];
      }
    }
  });
  return parts.join(' · ');
}

/** What the definition calls it, else its number. */
function branchWords(side: Side, step: string | null, branch: number | null, t: Translate): string {
  if (branch === null) return t('compare.branch.none');
  if (branch === -1) return t('compare.branch.otherwise');
  const named = step === null ? null : branchName(side.run?.definition ?? null, step, branch);
  return named ?? t('compare.branch.number', { number: branch + 1 });
}

/** Steps are found wherever they lie in the definition: their ids are unique in it. */
function branchName(value: Json, step: string, branch: number): string | null {
  if (Array.isArray(value)) return null;
  if (!isObject(value)) return null;
  const steps = isObject(value.steps) ? value.steps : {};
  const found = Object.hasOwn(steps, step) ? steps[step] : undefined;
  if (isObject(found) && Array.isArray(found.branches)) {
    const clause = (found.branches as readonly Json[])[branch];
    if (isObject(clause) && typeof clause.name === 'string' && clause.name !== '') return `“${clause.name}”`;
    if (isObject(clause) && typeof clause.when === 'string') return clause.when.replace(/^\{%\s*|\s*%\}$/g, '');
    return null;
  }
  for (const inner of Object.values(steps)) {
    const within = blocksOf(inner).map((block) => branchName(block, step, branch));
    const name = within.find((each) => each !== null);
    if (name !== undefined) return name;
  }
  return null;
}

function blocksOf(step: Json): readonly Json[] {
  if (!isObject(step)) return [];
  const branches = isObject(step.branches) ? Object.values(step.branches) : [];
  return [step, ...(step.finally === undefined ? [] : [step.finally]), ...branches];
}

/** Where they parted, in one sentence. */
export function partingWords(
  parting: Parting,
  alignment: Alignment,
  sides: readonly [Side, Side],
  t: Translate,
): string {
  const row = rowAt(alignment, parting.row);
  const titled = (number: number): string => titleOf(rowAt(alignment, number), sides, t);
  switch (parting.kind) {
    case 'branch':
      return t('compare.parted.branch', {
        step: titled(parting.row),
        left: branchWords(sides[0], row.step, parting.left, t),
        right: branchWords(sides[1], row.step, parting.right, t),
      });
    case 'outcome':
      return t('compare.parted.outcome', {
        step: titled(parting.row),
        left: endedAs(row.left?.status ?? '', row.left?.error ?? null, t),
        right: endedAs(row.right?.status ?? '', row.right?.error ?? null, t),
      });
    case 'order': {
      const went = (to: number | null): string =>
        to === null ? t('compare.parted.nothing') : t('compare.parted.wentTo', { step: titled(to) });
      const values = { left: went(parting.left), right: went(parting.right) };
      return parting.after === null
        ? t('compare.parted.start', values)
        : t('compare.parted.order', { ...values, step: titled(parting.after) });
    }
  }
}
