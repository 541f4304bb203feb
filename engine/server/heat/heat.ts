import type { HeatAsked, HeatUpdate, RunSummary } from '../../contract/index.ts';
import type { Recorded } from '../../core/event.ts';
import type { NodeReader } from '../../node/index.ts';
import {
  addTally,
  addTo,
  emptyTally,
  heatOf,
  heatOfTrace,
  type HeatTally,
  readingTrace,
  spansByColumn,
  spansOfRun,
} from '../../telemetry/index.ts';
import type { HeatCache } from './cache.ts';
import { type Slices, slices } from './slices.ts';
import type { HeatTraces } from './traces.ts';

export interface HeatPlaces {
  readonly reader: NodeReader;
  readonly traces: HeatTraces;
  readonly cache: HeatCache;
}

const DEFAULT_RUNS = 1_000;
const PAGE = 500;
const PROGRESS_MS = 200;
/** Of a narrow filter so many are looked at: with a million runs of other kinds, the answer still comes. */
const MOST_LOOKED_AT = 100_000;

/** Something to read, and how. */
interface Part {
  readonly id: string;
  readonly version: string;
  read(): Promise<HeatTally>;
}

/** How a workflow fares: progress some times a second, then the heat. Everybody else's work goes on in between. */
export async function* heatUpdates(
  places: HeatPlaces,
  asked: HeatAsked,
  signal?: AbortSignal,
): AsyncGenerator<HeatUpdate, void, void> {
  const source = asked.source ?? 'runs';
  const paced = slices(signal);
  const found = source === 'runs' ? await runsOf(places, asked, paced) : await tracesOf(places, asked, paced);
  const tally = emptyTally();
  for (const [hash, runs] of found.versions) addTo(tally.versions, hash, runs);
  const of = found.parts.length;
  let said = performance.now();
  yield { kind: 'progress', done: 0, of };
  for (const [index, part] of found.parts.entries()) {
    const known = places.cache.get(part.id, part.version);
    const one = known ?? (await part.read());
    if (!known) places.cache.set(part.id, part.version, one);
    add(tally, one, asked);
    await paced.pause();
    if (performance.now() - said < PROGRESS_MS) continue;
    said = performance.now();
    yield { kind: 'progress', done: index + 1, of };
  }
  yield { kind: 'heat', heat: heatOf(tally, { workflow: asked.workflow, source, more: found.more }) };
}

/** Versions of runs are counted when they are found, of traces when they are read; of another version nothing else counts. */
function add(tally: HeatTally, one: HeatTally, { source, hash }: HeatAsked): void {
  if (source !== 'traces') addTally(tally, { ...one, versions: new Map() });
  else if (hash === undefined || one.versions.has(hash)) addTally(tally, one);
  else for (const [version, runs] of one.versions) addTo(tally.versions, version, runs);
}

interface Found {
  readonly parts: readonly Part[];
  readonly more: boolean;
  readonly versions: ReadonlyMap<string, number>;
}

const msOf = (time: string | undefined, otherwise: number): number =>
  time === undefined ? otherwise : Date.parse(time);

async function runsOf({ reader }: HeatPlaces, asked: HeatAsked, paced: Slices): Promise<Found> {
  const { workflow, statuses, hash, limit = DEFAULT_RUNS } = asked;
  const [since, until] = [msOf(asked.since, -Infinity), msOf(asked.until, Infinity)];
  const [status] = statuses?.length === 1 ? statuses : [];
  const versions = new Map<string, number>();
  const parts: Part[] = [];
  let cursor: string | null = null;
  for (let looked = 0; looked < MOST_LOOKED_AT; looked += PAGE) {
    const page = reader.runs({ workflow, cursor, limit: PAGE, ...(status === undefined ? {} : { status }) });
    for (const run of page.items) {
      const startedAt = Date.parse(run.startedAt);
      if (startedAt >= until || (statuses && !statuses.includes(run.status))) continue;
      if (startedAt < since) return { parts, more: false, versions };
      if (parts.length < limit) addTo(versions, run.hash);
      if (hash !== undefined && run.hash !== hash) continue;
      if (parts.length === limit) return { parts, more: true, versions };
      parts.push(partOfRun(reader, run, paced));
    }
    cursor = page.next;
    if (cursor === null) return { parts, more: false, versions };
    await paced.pause();
  }
  return { parts, more: true, versions };
}

function partOfRun(reader: NodeReader, { runId, workflow, events }: RunSummary, paced: Slices): Part {
  function* work(): Generator<void, HeatTally> {
    const history = yield* reading(reader, runId);
    const spans = yield* readingTrace(history);
    return yield* heatOfTrace(spansOfRun(spans), workflow);
  }
  return { id: runId, version: String(events), read: () => paced.run(work()) };
}

function* reading(reader: NodeReader, runId: string): Generator<void, readonly Recorded[]> {
  const events: Recorded[] = [];
  for (;;) {
    const { items, next } = reader.history(runId, events.length, PAGE);
    for (const event of items) events.push(event);
    if (next === null || items.length === 0) return events;
    yield;
  }
}

async function tracesOf({ traces }: HeatPlaces, asked: HeatAsked, paced: Slices): Promise<Found> {
  const { workflow, limit = DEFAULT_RUNS } = asked;
  const [since, until] = [msOf(asked.since, -Infinity), msOf(asked.until, Infinity)];
  const parts: Part[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<HeatTraces['list']>> = await traces.list(workflow, cursor);
    for (const { traceId, startMs, version } of page.items) {
      if (startMs < since || startMs >= until) continue;
      if (parts.length === limit) return { parts, more: true, versions: none };
      const read = async (): Promise<HeatTally> =>
        paced.run(heatOfTrace(spansByColumn(await traces.columns(traceId)), workflow));
      parts.push({ id: `${workflow}\n${traceId}`, version, read });
    }
    cursor = page.next;
    await paced.pause();
  } while (cursor !== null);
  return { parts, more: false, versions: none };
}

const none: ReadonlyMap<string, number> = new Map();
