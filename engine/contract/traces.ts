import { eventIterator, type } from '@orpc/contract';
import { z } from 'zod';
import type { JsonObject } from '../core/json.ts';
import { base, runRef } from './base.ts';
import type { Page, SpanRecord } from './types.ts';

/** A trace that was received or imported. */
export interface TraceSummary {
  /** 32 hex digits. */
  readonly traceId: string;
  /** Of the span that has no parent here, and began first. */
  readonly name: string;
  readonly service: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly spans: number;
  readonly errors: number;
  readonly source: 'received' | 'imported';
  /** Where its spans say so: the workflow and the run it is of. */
  readonly workflow: string | null;
  readonly runId: string | null;
  /** When the last of it came: ISO 8601. */
  readonly updatedAt: string;
}

/** A span as it came, whole. */
export interface StoredSpan extends SpanRecord {
  /** The same as `startMs` and `endMs`, exactly: ns since the epoch. */
  readonly startNano: string;
  readonly endNano: string | null;
  readonly traceState: string;
  /** Attributes of the resource, such as `service.name`. */
  readonly resource: JsonObject;
  readonly scope: { readonly name: string; readonly version: string };
  /** The rule that says which step it is of; null where its own attributes do, or nothing does. */
  readonly rule: string | null;
}

export interface ImportProgress {
  readonly bytes: number;
  readonly spans: number;
  readonly traces: number;
  /** Ids of the first of these traces, twenty at most. */
  readonly traceIds: readonly string[];
  /** Spans that could not be read, and why the first of them could not. */
  readonly refused: number;
  readonly why: string | null;
}

export interface ReceiverInfo {
  readonly on: boolean;
  readonly port: number;
  /** Null while it is off, or could not be opened; then `problem` says why. */
  readonly url: string | null;
  readonly problem: string | null;
  /** Spans since it was turned on. */
  readonly received: number;
  readonly refused: number;
}

/** Which step spans are of that do not say it themselves. All that a rule gives must fit; `*` stands for any text. The first that fits counts. */
export const traceRule = z.object({
  id: z.string().min(1).max(100),
  workflow: z.string().min(1),
  /** Id of the step. */
  step: z.string().min(1),
  name: z.string().min(1).optional(),
  service: z.string().min(1).optional(),
  attributes: z.record(z.string(), z.string()).optional(),
});
export type TraceRule = z.infer<typeof traceRule>;

/** What stays of what came: those that grew last. Null: without a limit. */
export const traceKeep = z.object({
  /** Since the last of a trace came. */
  maxAgeMs: z.number().positive().nullable(),
  /** Of all together, as they are kept. */
  maxBytes: z.number().positive().nullable(),
});
export type TraceKeep = z.infer<typeof traceKeep>;

/** A `Blob`, on both sides of the wire: this part of the house knows no platform that has it. */
export interface Bytes {
  readonly size: number;
  arrayBuffer(): Promise<ArrayBuffer>;
}
const bytes = z.custom<Bytes>((value) => typeof value === 'object' && value !== null && 'arrayBuffer' in value);

const traceRef = z.object({ traceId: z.string().regex(/^[0-9a-f]{32}$/) });
const importRef = z.object({ importId: z.string() });

export const IMPORTS_PATH = '/imports';

/** Where the bytes of an import are posted, with the token of the page as bearer. */
export const importPath = (importId: string): string => `${IMPORTS_PATH}/${encodeURIComponent(importId)}`;

export const traces = {
  /** The spans of a run of this engine, those still open too, by start. */
  get: base.input(runRef).output(type<readonly SpanRecord[]>()),

  /** Newest first. `text`: part of name, service, workflow, run or trace id. */
  list: base
    .input(
      z.object({
        cursor: z.string().nullish(),
        limit: z.int().min(1).max(500).optional(),
        text: z.string().optional(),
        workflow: z.string().optional(),
        errors: z.boolean().optional(),
      }),
    )
    .output(type<Page<TraceSummary>>()),
  summary: base.input(traceRef).output(type<TraceSummary>()),
  /** The number of traces kept: at once, and when traces came, grew or went, some times a second at most. */
  changes: base.output(eventIterator(type<number>())),
  remove: base.input(z.object({ traceIds: z.array(z.string()).min(1).max(500) })).output(type<{ removed: number }>()),

  /** A part of a trace by column (`decodeColumns`), rules applied; some hundred thousand spans each. `next`: cursor of the next part. */
  columns: base
    .input(traceRef.extend({ cursor: z.string().nullish() }))
    .output(type<{ readonly data: Bytes; readonly next: string | null; readonly spans: number }>()),
  /** Spans whole, by their ids (16 hex digits). */
  spans: base
    .input(
      traceRef.extend({
        ids: z
          .array(z.string().regex(/^[0-9a-f]{16}$/))
          .min(1)
          .max(200),
      }),
    )
    .output(type<readonly StoredSpan[]>()),
  /** Ids (8 bytes each, little endian) of the spans that have `text` in a name, an attribute or an event, or the attribute. */
  search: base
    .input(
      traceRef.extend({ text: z.string().optional(), attribute: z.string().optional(), value: z.string().optional() }),
    )
    .output(type<Bytes>()),
  /** As OTLP/JSON, in pieces of text that make one document when they are put together. */
  otlp: base
    .input(traceRef.extend({ cursor: z.string().nullish() }))
    .output(type<{ readonly text: string; readonly next: string | null }>()),

  /**
   * A file of OTLP JSON (also a line a request) or Jaeger JSON, begun, sent and ended. It is sent as it is to `importPath`, where there is
   * HTTP, or in pieces, in order.
   */
  import: {
    begin: base.input(z.object({ name: z.string() })).output(type<{ importId: string }>()),
    /** `chunk`: bytes, or base64 of them, which is much faster to send. `at`: where in the file they begin. */
    append: base
      .input(importRef.extend({ chunk: bytes.or(z.string()), at: z.int().min(0).optional() }))
      .output(type<ImportProgress>()),
    /** As far as it was read. */
    progress: base.input(importRef).output(type<ImportProgress>()),
    /** What was read is kept, also when it ends in the middle: `why` says so. INVALID where nothing could be read. */
    end: base.input(importRef).output(type<ImportProgress>()),
    abort: base.input(importRef).output(type<void>()),
  },

  /** OTLP/HTTP on loopback. */
  receiver: {
    get: base.output(type<ReceiverInfo>()),
    /** Remembered for this workspace. */
    set: base
      .input(z.object({ on: z.boolean(), port: z.int().min(1).max(65_535).optional() }))
      .output(type<ReceiverInfo>()),
  },
  /** In force at once, also for what is there; removed in the background. */
  keep: {
    get: base.output(type<TraceKeep>()),
    set: base.input(traceKeep).output(type<TraceKeep>()),
  },
  /** In force at once, also for what is kept. */
  rules: {
    get: base.output(type<readonly TraceRule[]>()),
    set: base.input(z.array(traceRule).max(500)).output(type<readonly TraceRule[]>()),
  },
};
