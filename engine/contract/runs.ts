import { eventIterator, type } from '@orpc/contract';
import { z } from 'zod';
import type { Recorded } from '../core/event.ts';
import { asked, base, command, placed, runRef } from './base.ts';
import type { AttentionItem, Page, QueryAnswer, RunDetail, RunSummary, UpdateAnswer } from './types.ts';

/** A workflow by the text of its file, or by its name: then the latest version that is deployed, else the workspace's file. */
const startable = z
  .object({
    document: z.string().optional(),
    workflow: z.string().min(1).optional(),
    input: z.json(),
    /** Before all other sources (DA6). */
    config: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
    runId: z.string().min(1).optional(),
    /** What a run that has this id already means: a refusal (the default), or that run as it is. */
    reuse: z.enum(['reject', 'useExisting']).optional(),
  })
  .refine(({ document, workflow }) => (document === undefined) !== (workflow === undefined), {
    message: 'Give either document or workflow.',
  });

/** The number of the last event to keep; or a step (`ship`, `items[3].ship`, `ship#2`), then all that was before it was entered. */
const moment = z.union([z.int().min(1), z.string().min(1)]);

const listed = z.object({
  cursor: z.string().nullish(),
  limit: z.int().min(1).max(500).optional(),
  workflow: z.string().optional(),
  status: z.string().optional(),
  /** Search attributes that must have these values. */
  attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});

const message = asked.extend({ name: z.string().min(1), id: z.string().min(1).optional() });

export const runs = {
  /** Compiles and starts. INVALID with `details: Diagnostic[]` when it does not compile, or the input does not fit. */
  start: command(startable),
  list: base.input(listed).output(type<Page<RunSummary>>()),
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
  /** Ends the run, and starts one with what it did before `to` and the same run key (LI4). Answers with the new run. */
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
