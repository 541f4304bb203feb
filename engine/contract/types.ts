import type { Json, JsonObject } from '../core/json.ts';
import type { Failure } from '../core/failure.ts';
import type { Place, Recorded, RunStatus, UndoStatus } from '../core/event.ts';

/** Times on the wire are ISO 8601 UTC; what is absent is null; lists are `{ items, next }`. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Cursor of the next page, or null. */
  readonly next: string | null;
}

export interface RunSummary {
  readonly runId: string;
  readonly workflow: string;
  readonly hash: string;
  readonly status: RunStatus;
  readonly undo: UndoStatus;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly output: Json;
  readonly error: Failure | null;
  /** Stuck steps and undos that wait for a person. */
  readonly attention: number;
  /** Number of the last event. */
  readonly events: number;
  /** The run that started it as a child; null for any other, and for a fork. */
  readonly parent: string | null;
  /** The run that follows it: its next generation, or what it was reset to. */
  readonly next: string | null;
  /** It waits for a slot of its concurrency key. */
  readonly queued: boolean;
  /** Search attributes, all that are declared: null where there is none (RN6). In lists and changes they follow the history by a moment. */
  readonly attributes: JsonObject;
}

export interface RunDetail extends RunSummary {
  readonly input: Json;
  /** The normalised definition the run is pinned to. */
  readonly definition: Json;
  readonly history: readonly Recorded[];
}

/** Something a person must decide. */
export interface AttentionItem extends Place {
  readonly runId: string;
  readonly workflow: string;
  readonly kind: 'step' | 'undo';
  readonly stepId: string;
  readonly error: Failure;
  readonly since: string;
  readonly attempts: number;
}

export interface WorkspaceFile {
  /** Relative to the workspace, with forward slashes. */
  readonly path: string;
  readonly modifiedAt: string;
  readonly size: number;
}

export interface FileContent {
  readonly path: string;
  readonly text: string;
  /** Changes with every change of the file; give it back when writing, so that nobody's change is lost. */
  readonly etag: string;
}

/** Edits of a screen that were not saved when it went away. */
export interface RecoveredDraft {
  /** Small letters, digits and dashes. */
  readonly id: string;
  /** The file they are of; null for one that was never saved. */
  readonly path: string | null;
  /** What the file was when it was read. */
  readonly etag: string | null;
  readonly text: string;
  /** When they were kept: ISO 8601. */
  readonly at: string;
}

/** A commit that changed a file. */
export interface FileRevision {
  /** The commit's whole id, and as people write it. */
  readonly id: string;
  readonly short: string;
  readonly author: string;
  /** When it was written: ISO 8601. */
  readonly when: string;
  readonly subject: string;
}

/** A test of a workflow, as it lies beside its file: one of `scenarios.json`, or a file of `mocks`. */
export interface ScenarioInfo {
  readonly name: string;
  /** Null: none is given. */
  readonly input: Json;
  readonly signals: readonly {
    readonly name: string;
    readonly payload: Json;
    readonly key: Json;
    /** From the start of the run, as a duration. */
    readonly at: string;
  }[];
  /** As a mocks file has them; null where there are none. */
  readonly mocks: Json;
}

export interface ActivityInfo {
  readonly name: string;
  readonly summary: string;
  /** JSON Schemas. */
  readonly input: Json;
  readonly output: Json;
  /** `worker`: offered by a worker elsewhere. */
  readonly source: 'builtin' | 'workspace' | 'worker';
  /** Markdown. */
  readonly docs: string;
  readonly examples: readonly { readonly title: string; readonly with: Json }[];
  readonly category: 'network' | 'data' | 'messaging' | 'files' | 'code' | 'general';
  /** SVG path data of one stroke drawing in a box of 16 by 16. */
  readonly icon: string;
  /** What of it was never tried against the real thing; null: all of it was. */
  readonly unverified: string | null;
  /** Why it cannot be run as it is, such as a file that does not load; null where it can. */
  readonly problem: string | null;
}

/** An operation of an OpenAPI document, as the activity `openapi` calls it. */
export interface OperationInfo {
  /** Its `operationId`, or its method and path. */
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly deprecated: boolean;
  /** JSON Schema of `{ parameters, body }` of the step's `with`; null where the list would be too long with it: ask for this one. */
  readonly input: Json;
  /** JSON Schema of the step's output; null likewise. */
  readonly output: Json;
}

/** Of a part of a batch. */
export interface BatchStarted {
  readonly started: number;
  /** Had been started before. */
  readonly existing: number;
  readonly failed: readonly { readonly line: number; readonly why: string }[];
}

/** What a query gave on the run as it was. */
export interface QueryAnswer {
  readonly run: RunSummary;
  readonly result: Json;
}

export interface UpdateAnswer {
  /** After the update. */
  readonly run: RunSummary;
  readonly result: Json;
}

/** A version of a workflow that new runs start with. */
export interface Deployment {
  readonly workflow: string;
  /** 1 for the first; deploying what is the latest already changes nothing. */
  readonly version: number;
  readonly hash: string;
  readonly deployedAt: string;
}

/** A deployment with what is deployed: the normal form, which names every default. */
export interface DeployedDefinition extends Deployment {
  readonly definition: JsonObject;
}

/** A process elsewhere that does tasks. */
export interface WorkerInfo {
  readonly id: string;
  /** Which code it runs. */
  readonly build: string;
  readonly queues: readonly string[];
  /** Those of them that it gets nothing of, since they ask for other builds. */
  readonly excluded: readonly string[];
  readonly activities: readonly string[];
  readonly slots: { readonly used: number; readonly free: number };
  readonly lastSeen: string;
  /** It finishes what it has, and takes nothing more. */
  readonly draining: boolean;
}

export interface SystemInfo {
  readonly version: string;
  readonly workspace: string;
  readonly database: string;
  readonly durable: boolean;
  readonly openRuns: number;
  readonly attention: number;
  /** How far the slowest read model is behind the journal; null where it is not known. */
  readonly lagMs: number | null;
}

/** One span of a run's trace, closed or still open. Ids are lower-case hex. */
export interface SpanRecord {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly name: string;
  readonly kind: 'internal' | 'client' | 'server' | 'producer' | 'consumer';
  /** Epoch ms, may have a fraction. */
  readonly startMs: number;
  /** Null while it is open. */
  readonly endMs: number | null;
  readonly status: 'unset' | 'ok' | 'error';
  readonly statusMessage: string | null;
  readonly attributes: JsonObject;
  readonly events: readonly { readonly name: string; readonly atMs: number; readonly attributes: JsonObject }[];
  /** Other runs' spans and the caller's: a run has a trace of its own, whoever started it. */
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
}

/** The example's shop service, started and watched from the app. */
export interface DemoStatus {
  /** False where the examples are not installed. */
  readonly available: boolean;
  readonly running: boolean;
  readonly url: string | null;
  readonly books: JsonObject | null;
  readonly faults: ShopFaults | null;
}

export interface ShopFaults {
  /** Payments are declined. */
  readonly decline: boolean;
  /** Shipments answer 503. */
  readonly outage: boolean;
  /** Each answer is delayed by this many ms. */
  readonly delayMs: number;
}
