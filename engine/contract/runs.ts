import { eventIterator, type } from '@orpc/contract';
import { z } from 'zod';
import type { Recorded } from '../core/event.ts';
import { bulk } from './bulk.ts';
import { asked, base, command, placed, runRef } from './base.ts';
import { type RunCounts, type RunFacets, runsFilter, runsSort } from './runs-filter.ts';
import type { DeliveryInfo } from './triggers.ts';
import type { AttentionItem, BatchStarted, Page, QueryAnswer, RunDetail, RunSummary, UpdateAnswer } from './types.ts';

/** A workflow by the text of its file, or by its name: then the latest version that is deployed, else the workspace's file. */
const startable = z.object({
  document: z.string().optional(),
  workflow: z.string().min(1).optional(),
  input: z.json(),
  /** Before all other sources (DA6). */
  config: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  runId: z.string().min(1).optional(),
  /** What a run that has this id already means: a refusal (the default), or that run as it is. */
  reuse: z.enum(['reject', 'useExisting']).optional(),
  /** W3C trace context of whoever starts it: the run's trace is linked to that. What is none is left out. */
  traceparent: z.string().max(256).optional(),
});

const debugged = startable.extend({
  /** Ids of steps before which the run pauses, until `resume` (RN9). */
  breakpoints: z.array(z.string().min(1)).max(1_000).optional(),
});

const hasOne = (one: unknown, other: unknown): boolean => (one === undefined) !== (other === undefined);
const oneWorkflow = { message: 'Give either document or workflow.' };

/** Either so much later (`10m`), or then. */
const later = startable
  .extend({ delay: z.string().optional(), at: z.iso.datetime({ offset: true }).optional() })
  .refine(({ document, workflow }) => hasOne(document, workflow), oneWorkflow)
  .refine(({ delay, at }) => hasOne(delay, at), { message: 'Give either delay or at.' });

const MOST_ITEMS = 500;

/** A part of a batch: lines of a file, each the input of a run. */
const batch = startable
  .pick({ document: true, workflow: true, config: true })
  .extend({
    /** The batch: of all its parts, however often they are sent, one run starts for each key. */
    batch: z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/),
    /** What tells items apart, an expression of `item`: `{% item.orderId %}`. Default: the number of the line. */
    key: z.string().optional(),
    /** Items are rows of a table, all texts: each field is read as what the input's schema says it is. */
    texts: z.boolean().optional(),
    items: z
      .array(z.object({ line: z.int().min(1), input: z.json() }))
      .min(1)
      .max(MOST_ITEMS),
  })
  .refine(({ document, workflow }) => hasOne(document, workflow), oneWorkflow);

/** The number of the last event to keep; or a step (`ship`, `items[3].ship`, `ship#2`), then all that was before it was entered. */
const moment = z.union([z.int().min(1), z.string().min(1)]);

const listed = runsFilter.extend({
  cursor: z.string().nullish(),
  limit: z.int().min(1).max(500).optional(),
  sort: runsSort.optional(),
  /** One of `workflows`, `statuses`, and equality in `where`, said shorter. */
  workflow: z.string().optional(),
  status: z.string().optional(),
  attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});

const message = asked.extend({ name: z.string().min(1), id: z.string().min(1).optional() });

export const runs = {
  /** Compiles and starts. INVALID with `details: Diagnostic[]` when it does not compile, or the input does not fit. */
  start: command(debugged.refine(({ document, workflow }) => hasOne(document, workflow), oneWorkflow)),
  /** The same, later: listed with the deliveries until then. What is started, and its config, is as it is now. */
  startLater: base.input(later).output(type<DeliveryInfo>()),
  /** Starts a run for each item, or finds that it was started. What one of them is refused for is no matter of the others. */
  startBatch: base.input(batch).output(type<BatchStarted>()),
  /** The newest first, unless `sort` says otherwise. A page may be short and have a `next`: the search goes on there. */
  list: base.input(listed).output(type<Page<RunSummary>>()),
  /** Of all that match, and of each status. */
  counts: base.input(runsFilter).output(type<RunCounts>()),
  /** What filters can choose from. */
  facets: base.output(type<RunFacets>()),
  /** Something done to many of them. */
  bulk,
  get: base.input(runRef).output(type<RunDetail>()),
  history: base
    .input(runRef.extend({ after: z.int().min(0).optional(), limit: z.int().min(1).max(1_000).optional() }))
    .output(type<Page<Recorded>>()),
  /** Events after `after`, in order, first what is recorded and then what comes; ends when the run ends. */
  watch: base
    .input(runRef.extend({ after: z.int().min(0).optional() }))
    .output(eventIterator(type<readonly Recorded[]>())),
  /** A summary whenever a run is started or changes. */
  changes: base.output(eventIterator(type<RunSummary>())),
  /** Buffered until a `receive` takes it (LI1). A second one with the same `id` changes nothing; REFUSED `full` past the limit. */
  signal: command(message.extend({ payload: z.json(), key: z.json().optional() })),
  /** Evaluated on the run as it is; records nothing. */
  query: base.input(runRef.extend({ name: z.string().min(1), input: z.json().optional() })).output(type<QueryAnswer>()),
  /** Validated, applied and answered at once. A second one with the same `id` gets the answer of the first. */
  update: base.input(message.extend({ input: z.json().optional() })).output(type<UpdateAnswer>()),
  cancel: command(asked),
  terminate: command(asked),
  /** Nothing is begun until `resume`; timers keep time, and fire then. */
  pause: command(asked),
  resume: command(asked),
  /** Ends the run, if it has not ended, and starts one with what it did before `to` and the same run key (LI4). Answers with the new run. */
  reset: command(asked.extend({ to: moment })),
  /**
   * A new run with what this one did before `at`. Its steps are answered as they were here, or as `mocks` says; `real`: by their
   * activities. Answers with the new run.
   */
  fork: command(
    asked.extend({ at: moment, mocks: z.record(z.string(), z.json()).optional(), real: z.boolean().optional() }),
  ),
  /** From here on by the definition in `document`. */
  migrate: command(asked.extend({ document: z.string() })),
  retryStep: command(placed),
  skipStep: command(placed),
  completeStep: command(placed.extend({ output: z.json() })),
  undoRetry: command(placed),
  undoSkip: command(placed),
  undoAbort: command(placed),
  attention: base.output(type<readonly AttentionItem[]>()),
};
