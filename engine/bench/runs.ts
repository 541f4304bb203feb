/**
 * How long the list of runs takes when there are a million: `npm run bench:runs -- [--runs N] [--json] [--db FILE]`.
 * Made in a folder of its own that is deleted afterwards; with `--db` it is kept, and used again where it is there.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { RunsFilter, RunSort } from '../contract/runs-filter.ts';
import { type NodeReader, openReader } from '../node/index.ts';
import { fill, project } from './runs/fill.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '25' },
    db: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const runs = Number(values.runs);
const rounds = Number(values.rounds);
const HOUR = 3_600_000;

interface Figure {
  readonly medianMs: number;
  readonly p95Ms: number;
}

function figureOf(work: (round: number) => void): Figure {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const began = performance.now();
    work(round);
    times.push(performance.now() - began);
  }
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 100) / 100;
  return { medianMs: at(0.5), p95Ms: at(0.95) };
}

const iso = (at: number): string => new Date(at).toISOString();

function filtersAt(now: number): Readonly<Record<string, RunsFilter>> {
  return {
    'one workflow': { workflows: ['workflow-3'] },
    'two workflows, failed': { workflows: ['workflow-3', 'workflow-5'], statuses: ['failed'] },
    version: { versions: ['103workflow-3'] },
    'three statuses': { statuses: ['failed', 'timedOut', 'terminated'] },
    'started in the last hour': { started: { from: iso(now - HOUR) } },
    'started before, by a week': { started: { from: iso(now - 24 * 14 * HOUR), to: iso(now - 24 * 7 * HOUR) } },
    'ended in the last day': { ended: { from: iso(now - 24 * HOUR) } },
    'longer than 50 min': { duration: { from: 50 * 60_000 } },
    'id begins': { id: '01990007a1' },
    'waits for a person': { waiting: true },
    'error type': { errorType: 'http.*', statuses: ['failed'] },
    'attribute, one value': { where: [{ name: 'customer', anyOf: ['c77'] }] },
    'attribute, a range': { where: [{ name: 'total', from: 990 }] },
    'attribute, most runs': { where: [{ name: 'region', anyOf: ['eu'] }], statuses: ['completed'] },
    'two attributes': {
      where: [
        { name: 'region', anyOf: ['us'] },
        { name: 'total', from: 500, to: 510 },
      ],
    },
  };
}

const sorts: readonly RunSort[] = [
  { by: 'started', order: 'asc' },
  { by: 'ended', order: 'desc' },
  { by: 'ended', order: 'asc' },
  { by: 'duration', order: 'desc' },
  { by: 'duration', order: 'asc' },
  { by: 'events', order: 'desc' },
  { by: 'workflow', order: 'asc' },
  { by: 'status', order: 'asc' },
];

function measure(reader: NodeReader, now: number): Readonly<Record<string, Figure>> {
  const figures: Record<string, Figure> = {};
  const page = (name: string, filter: RunsFilter, sort?: RunSort, cursor?: string | null): void => {
    figures[name] = figureOf(() => reader.runs({ filter, sort, cursor, limit: 100 }));
  };
  page('first page', {});
  for (const sort of sorts) page(`sorted by ${sort.by} ${sort.order}`, {}, sort);
  for (const sort of sorts) page(`middle page, by ${sort.by} ${sort.order}`, {}, sort, middleOf(reader, sort));
  const filters = Object.entries(filtersAt(now));
  for (const [name, filter] of filters) page(name, filter);
  for (const [name, filter] of filters) page(`${name}, longest first`, filter, { by: 'duration', order: 'desc' });
  figures['counts, all'] = figureOf(() => reader.runCounts({}, now));
  for (const [name, filter] of filters) figures[`counts, ${name}`] = figureOf(() => reader.runCounts(filter, now));
  figures['what there is to choose from'] = figureOf(() => reader.runFacets());
  return figures;
}

/** So far in that neither end is near; found by paging there once. */
function middleOf(reader: NodeReader, sort: RunSort): string | null {
  let cursor: string | null = null;
  for (let i = 0; i < 40; i += 1) cursor = reader.runs({ sort, cursor, limit: 500 }).next;
  return cursor;
}

const folder = values.db === undefined ? mkdtempSync(join(tmpdir(), 'sagaloom-runs-')) : null;
const file = values.db ?? join(folder ?? '', 'runs.db');
const now = Date.UTC(2026, 10, 1);
try {
  let fillMs: number | null = null;
  let projectMs: number | null = null;
  if (!existsSync(file)) {
    const began = performance.now();
    fill(file, runs, now);
    fillMs = Math.round(performance.now() - began);
    projectMs = Math.round(project(file));
  }
  const reader = openReader(file);
  const figures = measure(reader, now);
  reader.close();
  if (values.json) console.log(JSON.stringify({ runs, fillMs, projectMs, figures }));
  else {
    if (fillMs !== null) console.log(`${runs} runs written in ${fillMs} ms, projected in ${projectMs} ms`);
    for (const [name, { medianMs, p95Ms }] of Object.entries(figures))
      console.log(
        `${name.padEnd(48)} median ${medianMs.toFixed(2).padStart(8)} ms   p95 ${p95Ms.toFixed(2).padStart(8)} ms`,
      );
  }
} finally {
  if (folder !== null) rmSync(folder, { recursive: true, force: true });
}
