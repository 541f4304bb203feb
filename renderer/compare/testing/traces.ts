import { columnsOf, type SpanRecord } from '@sagaloom/engine/contract';
import * as fc from 'fast-check';
import { type Tree, treeOf } from '../tree.ts';

/** A step as a test describes it: how long it takes, how it ends, what is in it. */
export interface Plan {
  readonly id: string;
  readonly ms: number;
  readonly status?: 'completed' | 'failed' | 'caught';
  readonly error?: string;
  readonly branch?: number;
  readonly attempts?: number;
  readonly within?: readonly Plan[];
  /** Spans of services that it called, by name. */
  readonly calls?: readonly string[];
  readonly undone?: boolean;
}

const workflow = 'order';

/** The trace of a run, as the engine makes it: everything in a block hangs under the short span of its composite. */
function traceOf(plans: readonly Plan[], runId = 'run-1'): readonly SpanRecord[] {
  const author = new Author(runId);
  author.run(plans);
  return author.spans;
}

export const treeFrom = (plans: readonly Plan[], runId?: string): Tree =>
  treeOf(columnsOf(traceOf(plans, runId)).columns);

type Attributes = Record<string, string | number | boolean | undefined>;

class Author {
  readonly spans: SpanRecord[] = [];
  readonly #runId: string;
  #at = 1_700_000_000_000;
  #count = 0;
  #seq = 1;
  readonly #visits = new Map<string, number>();

  constructor(runId: string) {
    this.#runId = runId;
  }

  run(plans: readonly Plan[]): void {
    const from = this.#at;
    const started = this.#add(`${workflow} started`, null, from, from, { 'sagaloom.span': 'started' });
    this.#block(plans, '', started);
    this.#add(workflow, started, from, this.#at, { 'sagaloom.span': 'run', 'sagaloom.status': 'completed' });
  }

  #add(name: string, parentSpanId: string | null, startMs: number, endMs: number, attributes: Attributes): string {
    const ours = { 'sagaloom.run.id': this.#runId, 'sagaloom.workflow': workflow };
    const isForeign = attributes['sagaloom.span'] === undefined;
    const all = Object.entries({ ...(isForeign ? {} : ours), ...attributes }).filter(
      ([, value]) => value !== undefined,
    );
    const spanId = `${++this.#count}`.padStart(16, '0');
    const isError = attributes['error.type'] !== undefined;
    const record = { traceId: 'a'.repeat(32), spanId, parentSpanId, name, kind: 'internal', startMs, endMs } as const;
    this.spans.push({
      ...record,
      status: isError ? 'error' : 'unset',
      statusMessage: null,
      attributes: Object.fromEntries(all),
      events: [],
      links: [],
    });
    return spanId;
  }

  #block(plans: readonly Plan[], frame: string, parent: string): void {
    for (const plan of plans) this.#step(plan, frame, parent);
    const undone = plans.filter((plan) => plan.undone);
    if (undone.length === 0) return;
    const from = this.#at;
    for (const { id } of undone.toReversed()) {
      const place = {
        'sagaloom.step.path': id,
        'sagaloom.step.visit': this.#visits.get(id) ?? 1,
        'sagaloom.step.id': id,
      };
      const undo = { ...place, 'sagaloom.frame': frame, 'sagaloom.undo': true, 'sagaloom.status': 'completed' };
      const began = this.#at;
      this.#at += 5;
      this.#add(`undo ${id}`, parent, began, this.#at, { 'sagaloom.span': 'undo', ...undo });
      this.#add(`undo ${id} attempt`, parent, began, this.#at, {
        'sagaloom.span': 'attempt',
        'sagaloom.attempt': 1,
        ...undo,
      });
    }
    this.#add('undoing', parent, from, this.#at, {
      'sagaloom.span': 'compensation',
      'sagaloom.frame': frame,
      'sagaloom.status': 'completed',
    });
  }

  #step(plan: Plan, frame: string, parent: string): void {
    const { id, ms, status = 'completed', error, branch, attempts = 0, within, calls = [] } = plan;
    const visit = (this.#visits.get(id) ?? 0) + 1;
    this.#visits.set(id, visit);
    const place = {
      'sagaloom.step.path': id,
      'sagaloom.step.visit': visit,
      'sagaloom.step.id': id,
      'sagaloom.frame': frame,
    };
    const from = this.#at;
    const seq = ++this.#seq;
    if (within) {
      const started = this.#add(`${id} started`, parent, from, from, { 'sagaloom.span': 'started', ...place });
      this.#block(within, `${id}#${visit}/body`, started);
    }
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const began = this.#at;
      this.#at += ms / attempts;
      const last = attempt === attempts;
      const ended = { 'sagaloom.status': last ? status : 'failed', 'error.type': last ? error : 'http.503' };
      const it = this.#add(`${id} attempt`, parent, began, this.#at, {
        'sagaloom.span': 'attempt',
        'sagaloom.attempt': attempt,
        ...place,
        ...ended,
      });
      for (const call of last ? calls : []) this.#add(call, it, began, this.#at, {});
    }
    if (attempts === 0) this.#at += ms;
    const ended = { 'sagaloom.status': status, 'error.type': error, 'sagaloom.branch': branch };
    this.#add(id, parent, from, this.#at, { 'sagaloom.span': 'step', 'sagaloom.event.seq': seq, ...place, ...ended });
  }
}

const ids = ['check', 'reserve', 'charge', 'ship', 'mail'];

const leaf: fc.Arbitrary<Plan> = fc.record(
  {
    id: fc.constantFrom(...ids),
    ms: fc.nat(1_000),
    status: fc.constantFrom('completed', 'completed', 'failed', 'caught'),
    error: fc.constantFrom(undefined, 'http.503', 'timeout.startToClose') as fc.Arbitrary<string>,
    attempts: fc.nat(3),
    branch: fc.nat(2),
    calls: fc.array(fc.constantFrom('GET /stock', 'POST /pay', 'SELECT'), { maxLength: 6 }),
    undone: fc.boolean(),
  },
  { requiredKeys: ['id', 'ms'] },
);

export const anyPlans: fc.Arbitrary<readonly Plan[]> = fc.letrec<{ plans: readonly Plan[] }>((tie) => ({
  plans: fc.array(
    fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      leaf,
      fc.record({ id: fc.constantFrom('place', 'guard'), ms: fc.constant(0), within: tie('plans') }),
    ),
    { maxLength: 5 },
  ),
})).plans;

const call = fc.record({
  name: fc.constantFrom('GET /stock', 'POST /pay', 'SELECT', 'UPDATE'),
  parent: fc.nat(),
  start: fc.nat(500),
  ms: fc.nat(500),
  error: fc.boolean(),
});

/** Traces of services that know nothing of the engine; parents anywhere among those before. */
export const anyForeign: fc.Arbitrary<readonly SpanRecord[]> = fc.array(call, { maxLength: 40 }).map((calls) =>
  calls.map(({ name, parent, start, ms, error }, index) => ({
    traceId: 'b'.repeat(32),
    spanId: `${index + 1}`.padStart(16, '0'),
    parentSpanId: index === 0 || parent % 4 === 0 ? null : `${(parent % index) + 1}`.padStart(16, '0'),
    name,
    kind: 'server' as const,
    startMs: 1_700_000_000_000 + start,
    endMs: 1_700_000_000_000 + start + ms,
    status: error ? ('error' as const) : ('unset' as const),
    statusMessage: null,
    attributes: {},
    events: [],
    links: [],
  })),
);

export const anyTree: fc.Arbitrary<Tree> = fc.oneof(
  anyPlans.map((plans) => treeFrom(plans)),
  anyForeign.map((spans) => treeOf(columnsOf(spans).columns)),
);
