/**
 * What is done to many runs, in the engine's process and kept in its database.
 *
 *   BU1  a page of runs at a time, so many of them at once; what has been done is written after each page
 *   BU2  a job that was under way when the engine ended goes on from the page it was at, when it is opened again: nothing is left out,
 *        and what is done twice is refused the second time, or found done
 *   BU3  runs that begin after the job are no part of it
 */
import { randomBytes } from 'node:crypto';
import type { BulkAction, BulkJob } from '../../contract/bulk.ts';
import type { Counted, RunsFilter, RunSort } from '../../contract/runs-filter.ts';
import type { NodeEngine } from '../../node/index.ts';
import { toJson } from '../json.ts';
import { acts, applicable } from './acts.ts';
import { type Rest, shown, type StoredJob } from './job.ts';

const PAGE = 100;
const AT_ONCE = 8;
const REFUSALS = 200;
const KEPT = 20;
const PREFIX = 'bulk.';
const OLDEST_FIRST: RunSort = { by: 'started', order: 'asc' };

export interface BulkRequest {
  readonly action: BulkAction;
  readonly runs?: readonly string[] | undefined;
  readonly filter?: RunsFilter | undefined;
  readonly why?: string | undefined;
  readonly by: string;
  readonly total: Counted;
}

export class BulkJobs {
  private readonly engine: NodeEngine;
  private readonly jobs = new Map<string, StoredJob>();
  private readonly stopping = new Set<string>();
  private readonly running = new Set<Promise<void>>();
  private isClosed = false;

  /** `carriesOn`: what was under way when the engine ended goes on. */
  constructor(engine: NodeEngine, { carriesOn }: { readonly carriesOn: boolean }) {
    this.engine = engine;
    for (const { value } of engine.kept.beginning(PREFIX)) {
      const job = value as unknown as StoredJob; // written here
      this.jobs.set(job.id, job);
      if (carriesOn && job.state === 'running') this.go({ ...job, resumed: true }); // BU2
    }
  }

  start({ action, runs, filter, why, by, total }: BulkRequest): BulkJob {
    const startedAt = Date.now();
    const rest: Rest = runs
      ? { kind: 'runs', runs: [...new Set(runs)] }
      : { kind: 'filter', filter: until(applicable(action, filter ?? {}), startedAt), cursor: null };
    const id = `${startedAt.toString(36)}${randomBytes(3).toString('hex')}`;
    const job: StoredJob = {
      id,
      action,
      why: why ?? null,
      by,
      state: 'running',
      startedAt,
      endedAt: null,
      total,
      done: 0,
      refused: 0,
      refusals: [],
      resumed: false,
      problem: null,
      rest,
    };
    this.save(job);
    this.forgetOld();
    this.go(job);
    return shown(job);
  }

  status(id: string): BulkJob | null {
    const job = this.jobs.get(id);
    return job ? shown(job) : null;
  }

  /** The newest first. */
  list(): readonly BulkJob[] {
    return [...this.jobs.values()].toSorted((a, b) => b.startedAt - a.startedAt).map(shown);
  }

  stop(id: string): BulkJob | null {
    if (this.jobs.get(id)?.state === 'running') this.stopping.add(id);
    return this.status(id);
  }

  /** What is under way is finished; the rest goes on when the engine is opened again. */
  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.all(this.running);
  }

  private go(job: StoredJob): void {
    this.jobs.set(job.id, job);
    const work = this.work(job).catch((error: unknown) => this.broke(job.id, error));
    this.running.add(work);
    void work.finally(() => this.running.delete(work));
  }

  private async work(begun: StoredJob): Promise<void> {
    let job = begun;
    if (job.rest.kind === 'filter') await this.engine.projected();
    while (job.state === 'running') {
      if (this.isClosed) return;
      if (this.stopping.delete(job.id)) job = { ...job, state: 'stopped', endedAt: Date.now() };
      else job = await this.page(job); // BU1
      this.save(job);
    }
  }

  private async page(job: StoredJob): Promise<StoredJob> {
    const { runs, rest } = this.next(job.rest);
    const refusals = await this.all(job, runs);
    const found = runs.map((runId, i) => ({ runId, reason: refusals[i] ?? null }));
    const refused = found.flatMap(({ runId, reason }) => (reason === null ? [] : [{ runId, reason }]));
    return {
      ...job,
      rest: rest ?? job.rest,
      done: job.done + runs.length - refused.length,
      refused: job.refused + refused.length,
      refusals: [...job.refusals, ...refused].slice(0, REFUSALS),
      ...(rest === null && { state: 'done', endedAt: Date.now(), rest: { kind: 'runs', runs: [] } }),
    };
  }

  private next(rest: Rest): { readonly runs: readonly string[]; readonly rest: Rest | null } {
    if (rest.kind === 'runs') {
      const left = rest.runs.slice(PAGE);
      return { runs: rest.runs.slice(0, PAGE), rest: left.length > 0 ? { ...rest, runs: left } : null };
    }
    const { filter, cursor } = rest;
    const page = this.engine.reader.runs({ filter, cursor, sort: OLDEST_FIRST, limit: PAGE });
    const runs = page.items.map(({ runId }) => runId);
    return { runs, rest: page.next === null ? null : { ...rest, cursor: page.next } };
  }

  /** In any order, so many at once. */
  private async all({ action, by, why, id }: StoredJob, runs: readonly string[]): Promise<readonly (string | null)[]> {
    const results: (string | null)[] = [];
    const queue = runs.entries();
    const as = { by, why: why ?? undefined, job: id };
    const worker = async (): Promise<void> => {
      for (const [i, runId] of queue) results[i] = await acts[action](this.engine, runId, as);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    return results;
  }

  private broke(id: string, error: unknown): void {
    const job = this.jobs.get(id);
    if (!job || this.isClosed) return;
    const problem = error instanceof Error ? error.message : String(error);
    this.save({ ...job, state: 'broken', endedAt: Date.now(), problem });
  }

  private save(job: StoredJob): void {
    this.jobs.set(job.id, job);
    this.engine.kept.set(PREFIX + job.id, toJson(job));
  }

  private forgetOld(): void {
    const over = [...this.jobs.values()]
      .filter(({ state }) => state !== 'running')
      .toSorted((a, b) => b.startedAt - a.startedAt)
      .slice(KEPT);
    for (const { id } of over) {
      this.jobs.delete(id);
      this.engine.kept.remove(PREFIX + id);
    }
  }
}

/** BU3. */
function until(filter: RunsFilter, startedAt: number): RunsFilter {
  const asked = filter.started?.to;
  const to = asked === undefined ? startedAt : Math.min(Date.parse(asked), startedAt);
  return { ...filter, started: { ...filter.started, to: new Date(to).toISOString() } };
}
