import {
  NEWEST_FIRST,
  RUN_SORTS,
  RUN_STATUSES,
  type RunCounts,
  type RunsFilter,
  type RunSort,
} from '../../contract/runs-filter.ts';
import { filterOf, readRunsText, type TextProblem } from '../../contract/runs-text/index.ts';
import type { Page, RunSummary } from '../../contract/types.ts';
import type { NodeReader, RunsQuery } from '../../node/index.ts';
import { isCursor } from '../../node/runList/cursor.ts';
import { type ExitCode, ok, type Result, SUCCESS, wrongInput } from '../codes.ts';
import { withReader } from '../database.ts';
import { jsonOrText, readInteger, readNamed } from '../inputs.ts';
import { fail, print, printJson, say } from '../terminal.ts';
import { table } from '../text/table.ts';

export interface RunsOptions {
  readonly db: string;
  readonly workflow?: string;
  readonly status?: string;
  readonly attribute: readonly string[];
  readonly sort?: string;
  readonly limit: string;
  readonly cursor?: string;
  readonly count?: true;
  readonly json?: true;
}

/** `text`: what is asked for, as the page of all runs takes it: `status:failed started:<1h attr.customer=42`. */
export async function runs(text: string | undefined, options: RunsOptions): Promise<ExitCode> {
  const query = queryOf(text ?? '', options);
  if (!query.ok) return fail(query);
  return options.count ? countRuns(options, query.value) : listRuns(options, query.value);
}

async function listRuns({ db, json }: RunsOptions, query: RunsQuery): Promise<ExitCode> {
  const { page, toCome, behindMs } = await withReader(db, (reader) => ({
    page: pagesOf(reader, query),
    toCome: reader.startsToCome(),
    behindMs: behind(reader),
  }));
  warnBehind(behindMs, query);
  if (json) printJson(page);
  else if (page.items.length === 0) say('There are no such runs.');
  else print(table(['RUN', 'WORKFLOW', 'STATUS', 'UNDO', 'STARTED', 'ENDED'], page.items.map(cells)));
  if (!json && page.next !== null) say(`There are more: --cursor ${page.next}`);
  if (!json && toCome > 0) say(`${toCome} to come are not due yet: sagaloom deliveries --status pending`);
  return SUCCESS;
}

async function countRuns({ db, json }: RunsOptions, query: RunsQuery): Promise<ExitCode> {
  const counts = await withReader(db, (reader) => reader.runCounts(filterIn(query)) ?? NONE);
  const { total, statuses, behindMs } = counts;
  warnBehind(behindMs, query);
  const text = ({ count, more }: RunCounts['total']): string => `${count}${more ? '+' : ''}`;
  if (json) printJson({ total, statuses });
  else print(table(['STATUS', 'RUNS'], [...statuses.map((each) => [each.status, text(each)]), ['', text(total)]]));
  return SUCCESS;
}

const NONE: RunCounts = { total: { count: 0, more: false }, statuses: [], behindMs: 0 };

function filterIn({ filter = {}, workflow, status, attributes = {} }: RunsQuery): RunsFilter {
  const where = Object.entries(attributes).map(([name, value]) => ({ name, anyOf: [value] }));
  return {
    ...filter,
    ...(workflow !== undefined && { workflows: [workflow] }),
    ...(status !== undefined && { statuses: [status as RunSummary['status']] }), // commander knows them
    ...(where.length > 0 && { where: [...(filter.where ?? []), ...where] }),
  };
}

/** A page that found too little says where to go on: this does, until there are as many as were asked for. */
function pagesOf(reader: NodeReader, query: RunsQuery): Page<RunSummary> {
  const { limit = 0 } = query;
  let page = reader.runs(query);
  while (page.items.length < limit && page.next !== null) {
    const more = reader.runs({ ...query, cursor: page.next, limit: limit - page.items.length });
    page = { items: [...page.items, ...more.items], next: more.next };
  }
  return page;
}

function behind(reader: NodeReader): number {
  if (reader.views.hasAll()) return 0;
  return reader.views.lag().find(({ projection }) => projection === 'run_list')?.behindMs ?? 1;
}

/** Where no engine runs, nobody brings the views up to date. */
function warnBehind(behindMs: number, { filter = {}, sort }: RunsQuery): void {
  const isPlain = Object.keys(filter).length === 0 && sort === undefined;
  if (behindMs > 0 && !isPlain)
    say(
      'The newest runs may be missing: the list is behind the histories. sagaloom projections rebuild makes it anew.',
    );
}

function queryOf(text: string, options: RunsOptions): Result<RunsQuery> {
  const { limit, attribute, workflow, status, cursor, sort } = options;
  const count = readInteger('--limit', limit, 1, 500);
  if (!count.ok) return count;
  const wanted = readAttributes(attribute);
  if (!wanted.ok) return wanted;
  const order = readSort(sort);
  if (!order.ok) return order;
  if (cursor !== undefined && !isCursor(cursor, order.value ?? NEWEST_FIRST))
    return wrongInput(`--cursor ${cursor} is not one of this list: give it as the list did, with the same --sort.`);
  const { asked, wrong } = readRunsText(text);
  const [first] = wrong;
  if (first) return wrongInput(`${first.word}: ${PROBLEMS[first.problem]}`);
  const filter = filterOf(asked, Date.now());
  const given = { workflow, status, cursor, filter, limit: count.value, ...wanted.value };
  return ok({ ...given, ...(order.value && { sort: order.value }) });
}

const PROBLEMS: Readonly<Record<TextProblem, string>> = {
  unknownKey:
    'there is no such filter. Use status, workflow, version, started, ended, duration, id, parent, waiting, error or attr.NAME.',
  noValue: 'write a value after it.',
  badStatus: `there is no such status. Use ${RUN_STATUSES.join(', ')}.`,
  badTime: 'write how long ago (<1h), a day (2026-11-01) or a stretch (2026-11-01..2026-11-07).',
  badDuration: 'write a duration, such as >5m or 1s..1h.',
  badYesNo: 'write yes or no.',
  badAttribute: 'write attr.NAME=VALUE, attr.NAME>=10 or attr.NAME=10..20.',
  openQuote: 'a quotation mark is missing at its end.',
};

function readSort(text: string | undefined): Result<RunSort | null> {
  if (text === undefined) return ok(null);
  const [name, order = name === 'workflow' || name === 'status' ? 'asc' : NEWEST_FIRST.order] = text.split(':');
  const by = RUN_SORTS.find((known) => known === name);
  if (by === undefined || (order !== 'asc' && order !== 'desc'))
    return wrongInput(`--sort ${text} is no order: use one of ${RUN_SORTS.join(', ')}, with :asc or :desc after it.`);
  return ok({ by, order });
}

type Attributes = NonNullable<RunsQuery['attributes']>;

/** None: all runs, also those without any. */
function readAttributes(given: readonly string[]): Result<{ readonly attributes?: Attributes }> {
  if (given.length === 0) return ok({});
  const named = readNamed('--attribute', given);
  if (!named.ok) return named;
  const values = Object.entries(named.value).map(([name, text]) => [name, valueOf(text)] as const);
  return ok({ attributes: Object.fromEntries(values) });
}

function valueOf(text: string): string | number | boolean {
  const value = jsonOrText(text);
  return typeof value === 'object' ? text : value;
}

const cells = ({ runId, workflow, status, queued, undo, startedAt, endedAt }: RunSummary): readonly string[] => [
  runId,
  workflow,
  queued ? `${status}, queued` : status,
  undo,
  startedAt,
  endedAt ?? '',
];
