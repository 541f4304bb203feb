import { eventIterator, oc, type } from '@orpc/contract';
import { z } from 'zod';
import type { Recorded } from '../core/event.ts';
import type {
  ActivityInfo,
  AttentionItem,
  DemoStatus,
  FileContent,
  Page,
  RunDetail,
  RunSummary,
  SpanRecord,
  SystemInfo,
  WorkspaceFile,
} from './types.ts';

export type * from './types.ts';

/**
 * The typed API between any screen and any host. Preload, page, server and handlers derive from it; nothing is declared twice.
 * Inputs are checked at run time, because they cross a boundary; outputs are typed only, because they come from the engine.
 */
const runRef = z.object({ runId: z.string().min(1) });
const asked = runRef.extend({ why: z.string().max(1_000).optional() });
const placed = asked.extend({ path: z.string().min(1), visit: z.int().min(1) });

/** Every refusal a caller can act on. `data.code` is machine-readable, `message` one plain sentence. */
const base = oc.errors({
  NOT_FOUND: { message: 'There is no such thing.' },
  REFUSED: { message: 'The command was refused.', data: z.object({ code: z.string() }) },
  INVALID: { message: 'The input is wrong.', data: z.object({ details: z.json() }) },
  CONFLICT: { message: 'It was changed by someone else.' },
  ENVIRONMENT: { message: 'The disk, database or network said no.' },
});

const command = <S extends z.ZodType>(input: S) => base.input(input).output(type<RunSummary>());

export const contract = {
  system: {
    info: base.output(type<SystemInfo>()),
  },
  workspace: {
    list: base.output(type<Page<WorkspaceFile>>()),
    read: base.input(z.object({ path: z.string() })).output(type<FileContent>()),
    /** `etag` null creates; CONFLICT when the file is there already, or is not what the etag says. */
    write: base
      .input(z.object({ path: z.string(), text: z.string(), etag: z.string().nullable() }))
      .output(type<FileContent>()),
  },
  activities: {
    list: base.output(type<readonly ActivityInfo[]>()),
  },
  runs: {
    /** Compiles and starts. INVALID with `details: Diagnostic[]` when it does not compile, or the input does not fit. */
    start: base
      .input(z.object({ document: z.string(), input: z.json(), runId: z.string().optional() }))
      .output(type<RunSummary>()),
    list: base
      .input(
        z.object({
          cursor: z.string().nullish(),
          limit: z.int().min(1).max(500).optional(),
          workflow: z.string().optional(),
          status: z.string().optional(),
        }),
      )
      .output(type<Page<RunSummary>>()),
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
    cancel: command(asked),
    terminate: command(asked),
    retryStep: command(placed),
    skipStep: command(placed),
    completeStep: command(placed.extend({ output: z.json() })),
    undoRetry: command(placed),
    undoSkip: command(placed),
    undoAbort: command(placed),
    attention: base.output(type<readonly AttentionItem[]>()),
  },
  traces: {
    /** Closed spans from the store and those still open, by start. */
    get: base.input(runRef).output(type<readonly SpanRecord[]>()),
  },
  demo: {
    status: base.output(type<DemoStatus>()),
    start: base.output(type<DemoStatus>()),
    stop: base.output(type<DemoStatus>()),
    setFaults: base
      .input(z.object({ decline: z.boolean(), outage: z.boolean(), delayMs: z.int().min(0).max(60_000) }).partial())
      .output(type<DemoStatus>()),
  },
};
