import type { AttributeTerm, RunsFilter } from '../../contract/runs-filter.ts';
import { storedValue } from '../views/attributes.ts';

/** A condition on a row `r` of the list. Parameters of all terms together have names of their own. */
export interface Term {
  readonly test: string;
  /** Numbers of the runs that meet it, found by an index; null where there is none of it. Each run once. */
  readonly candidates: string | null;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** `:groups`, `:openGroups`: JSON lists of ids. */
export interface TermPlace {
  readonly now: number;
  /** By this column the list is read in order, so that a range of it needs no term. */
  readonly rangeOf: 'started' | 'ended' | null;
}

/** What the groups do not decide. */
export function termsOf(filter: RunsFilter, { now, rangeOf }: TermPlace): readonly Term[] {
  const { started, ended, duration, id, parent, waiting, errorType, where = [] } = filter;
  return [
    ...(started && rangeOf !== 'started' ? [timeTerm('started', msRange(started))] : []),
    ...(ended && rangeOf !== 'ended' ? [timeTerm('ended', msRange(ended))] : []),
    ...(duration ? [durationTerm(duration.from ?? 0, duration.to ?? LAST, now)] : []),
    ...(id === undefined ? [] : [idTerm(id)]),
    ...(parent === undefined ? [] : [parentTerm(parent)]),
    ...(waiting === undefined ? [] : [waitingTerm(waiting)]),
    ...(errorType === undefined ? [] : [errorTerm(errorType)]),
    ...where.map((term, i) => attributeTerm(term, i)),
  ];
}

export interface Range {
  readonly from: number;
  readonly to: number;
}

const LAST = Number.MAX_SAFE_INTEGER;
export const WHOLE: Range = { from: -LAST, to: LAST };

export function msRange(times: { readonly from?: string | undefined; readonly to?: string | undefined }): Range {
  return {
    from: times.from === undefined ? WHOLE.from : Date.parse(times.from),
    to: times.to === undefined ? WHOLE.to : Date.parse(times.to),
  };
}

const IN_GROUPS = 'grp IN (SELECT value FROM json_each(:groups))';

function timeTerm(column: 'started' | 'ended', { from, to }: Range): Term {
  const [low, high] = [`:${column}From`, `:${column}To`];
  return {
    test: `r.${column}_at BETWEEN ${low} AND ${high}`,
    candidates: `SELECT run FROM views.run_list INDEXED BY run_list_${column}
      WHERE ${IN_GROUPS} AND ${column}_at BETWEEN ${low} AND ${high}`,
    parameters: { [`${column}From`]: from, [`${column}To`]: to },
  };
}

/** What is open has lasted until now. */
function durationTerm(from: number, to: number, now: number): Term {
  return {
    test: 'coalesce(r.duration, :now - r.started_at) BETWEEN :durationFrom AND :durationTo',
    candidates: `SELECT run FROM views.run_list INDEXED BY run_list_duration
      WHERE ${IN_GROUPS} AND duration BETWEEN :durationFrom AND :durationTo
      UNION ALL SELECT run FROM views.run_list INDEXED BY run_list_started
      WHERE grp IN (SELECT value FROM json_each(:openGroups)) AND started_at BETWEEN :now - :durationTo AND :now - :durationFrom`,
    parameters: { durationFrom: from, durationTo: Math.min(to, LAST / 2), now },
  };
}

/** After every text that begins so. */
const after = (beginning: string): string => `${beginning}\u{10FFFF}`;

function idTerm(id: string): Term {
  return {
    test: `(r.run_key BETWEEN :id AND :idEnd OR EXISTS
      (SELECT 1 FROM main.runs m WHERE m.run = r.run AND m.run_id BETWEEN :id AND :idEnd))`,
    candidates: `SELECT run FROM main.runs WHERE run_id BETWEEN :id AND :idEnd
      UNION SELECT run FROM views.run_list INDEXED BY run_list_key WHERE run_key BETWEEN :id AND :idEnd`,
    parameters: { id, idEnd: after(id) },
  };
}

const parentTerm = (parent: string): Term => ({
  test: 'r.parent = :parent',
  candidates: 'SELECT run FROM views.run_list INDEXED BY run_list_parent WHERE parent = :parent',
  parameters: { parent },
});

function waitingTerm(waiting: boolean): Term {
  const has = 'EXISTS (SELECT 1 FROM main.attention a WHERE a.run = r.run)';
  return waiting
    ? { test: has, candidates: 'SELECT DISTINCT run FROM main.attention', parameters: {} }
    : { test: `NOT ${has}`, candidates: null, parameters: {} };
}

function errorTerm(errorType: string): Term {
  const isBeginning = errorType.endsWith('*');
  const from = isBeginning ? errorType.slice(0, -1) : errorType;
  return {
    test: 'r.error_type BETWEEN :errorFrom AND :errorTo',
    candidates:
      'SELECT run FROM views.run_list INDEXED BY run_list_error WHERE error_type BETWEEN :errorFrom AND :errorTo',
    parameters: { errorFrom: from, errorTo: isBeginning ? after(from) : from },
  };
}

type Bound = string | number;

/** Values of a type each; a run has one value of a name, so that no run is found twice. */
function attributeTerm(term: AttributeTerm, i: number): Term {
  const parameters: Record<string, unknown> = { [`name${i}`]: term.name };
  const put = (value: unknown): string => {
    const name = `value${i}_${Object.keys(parameters).length}`;
    parameters[name] = value;
    return `:${name}`;
  };
  const between = (type: string, from: Bound, to: Bound, [low, high] = ['>=', '<=']): string =>
    `(type = ${put(type)} AND value ${low} ${put(from)} AND value ${high} ${put(to)})`;
  const ranges =
    'anyOf' in term
      ? [...new Set(term.anyOf)].map((value) => between(typeof value, storedValue(value), storedValue(value)))
      : rangesOf(term.from, term.to).map(({ type, from, to }) =>
          between(type, from, to, [term.fromExcluded === true ? '>' : '>=', term.toExcluded === true ? '<' : '<=']),
        );
  // Of one run there is one value of a name: by the plus the index of values is passed by.
  const own = `SELECT run FROM views.attributes WHERE name = :name${i} AND`;
  return {
    test: `EXISTS (SELECT 1 FROM views.attributes a WHERE a.run = r.run AND a.name = :name${i} AND (${ranges.join(' OR ').replaceAll(/\b(?=type = |value [<>])/gu, '+')}))`,
    candidates: ranges.map((range) => `${own} ${range}`).join(' UNION ALL '),
    parameters,
  };
}

/** Of the type that its ends are of; without ends, every value there is. */
function rangesOf(from: Bound | undefined, to: Bound | undefined) {
  const types = [from, to].flatMap((end) => (end === undefined ? [] : [typeof end]));
  const numbers = { type: 'number', from: from ?? -Number.MAX_VALUE, to: to ?? Number.MAX_VALUE };
  const texts = { type: 'string', from: from ?? '', to: to ?? after('') };
  if (types.length === 0) return [numbers, texts, { type: 'boolean', from: 0, to: 1 }];
  if (new Set(types).size > 1) return [{ type: 'none', from: 0, to: 0 }]; // nothing lies between a number and a text
  return types[0] === 'number' ? [numbers] : [texts];
}
