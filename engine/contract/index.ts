import { eventIterator, type } from '@orpc/contract';
import { z } from 'zod';
import { base } from './base.ts';
import { heat } from './heat.ts';
import { recovery } from './recovery.ts';
import { retention } from './retention.ts';
import { runs } from './runs.ts';
import { secrets, trust } from './secrets.ts';
import { telemetry } from './telemetry.ts';
import { traces } from './traces.ts';
import { deliveries, schedules, triggers } from './triggers.ts';
import type {
  ActivityInfo,
  DemoStatus,
  DeployedDefinition,
  Deployment,
  FileContent,
  FileRevision,
  OperationInfo,
  Page,
  ScenarioInfo,
  SystemInfo,
  WorkerInfo,
  WorkspaceFile,
} from './types.ts';

export type { SecretInfo, SecretsList, TrustInfo } from './secrets.ts';
export type { DeliveryDetail, DeliveryInfo, MomentInfo, ScheduleInfo, TriggerInfo } from './triggers.ts';
export * from './heat.ts';
export * from './histogram.ts';
export { BULK_ACTIONS, type BulkAction, type BulkJob, type BulkPreview, type BulkRefusal } from './bulk.ts';
export { END_STATUSES, type RetentionInfo, type RetentionSettings } from './retention.ts';
export * from './runs-filter.ts';
export * from './runs-text/index.ts';
export * from './span-columns.ts';
export { glob } from './trace-rules.ts';
export { decodeColumns } from './columns-merge.ts';
export {
  type TelemetryField,
  type TelemetryFlow,
  type TelemetryInfo,
  telemetryProtocols,
  telemetrySamplers,
  type TelemetrySettings,
  type TelemetrySignal,
  type TelemetryStatus,
} from './telemetry.ts';
export { handOver, inPieces } from './pieces.ts';
export { importPath } from './traces.ts';
export type { Bytes, ImportProgress, ReceiverInfo, StoredSpan, TraceKeep, TraceRule, TraceSummary } from './traces.ts';
export type * from './types.ts';

/**
 * The typed API between any screen and any host. Preload, page, server and handlers derive from it; nothing is declared twice.
 * Inputs are checked at run time, because they cross a boundary; outputs are typed only, because they come from the engine.
 */
export const contract = {
  system: {
    info: base.output(type<SystemInfo>()),
    /** How long ended runs are kept. */
    retention,
  },
  workspace: {
    list: base.output(type<Page<WorkspaceFile>>()),
    read: base.input(z.object({ path: z.string() })).output(type<FileContent>()),
    /** `etag` null creates; CONFLICT when the file is there already, or is not what the etag says. */
    write: base
      .input(z.object({ path: z.string(), text: z.string(), etag: z.string().nullable() }))
      .output(type<FileContent>()),
    /** To another name or folder; CONFLICT when a file is there already. */
    move: base.input(z.object({ from: z.string(), to: z.string() })).output(type<FileContent>()),
    /** What it held, so that it can be made again; CONFLICT when it is not what the etag says. */
    remove: base.input(z.object({ path: z.string(), etag: z.string() })).output(type<FileContent>()),
    /** The list at once, and whenever a workflow's file came, changed or went. */
    changes: base.output(eventIterator(type<readonly WorkspaceFile[]>())),
    /** By git, newest first; none of a file that was never committed. REFUSED where there is no git or no repository. */
    history: base.input(z.object({ path: z.string() })).output(type<Page<FileRevision>>()),
    /** The text a file had in a commit: its id, or HEAD. NOT_FOUND where the commit has no such file. */
    readAt: base
      .input(z.object({ path: z.string(), revision: z.string().regex(/^(?:HEAD|[0-9a-f]{4,64})$/) }))
      .output(type<{ readonly text: string }>()),
    /** Tests that lie beside a workflow: `scenarios.json` and the files of `mocks`, with `input.json`. */
    scenarios: base.input(z.object({ path: z.string() })).output(type<readonly ScenarioInfo[]>()),
    trust,
  },
  recovery,
  secrets,
  activities: {
    list: base.output(type<readonly ActivityInfo[]>()),
    /** The list whenever it has changed: a file of the workspace was written, a worker came. */
    changes: base.output(eventIterator(type<readonly ActivityInfo[]>())),
    /** Of an OpenAPI document, a file of the workspace or a URL: all, or that one. INVALID where it cannot be had or understood. */
    operations: base
      .input(z.object({ document: z.string().min(1), operation: z.string().min(1).optional() }))
      .output(type<readonly OperationInfo[]>()),
  },
  workers: {
    /** Those that are there, by id. */
    list: base.output(type<Page<WorkerInfo>>()),
  },
  definitions: {
    /** Makes it the latest version of its name, for runs that start from now on. INVALID with `details: Diagnostic[]`. */
    deploy: base.input(z.object({ document: z.string() })).output(type<Deployment>()),
    /** What runs of this name start with now. NOT_FOUND where nothing of the name was deployed. */
    latest: base.input(z.object({ workflow: z.string().min(1) })).output(type<DeployedDefinition>()),
  },
  runs,
  schedules,
  triggers,
  deliveries,
  traces,
  telemetry,
  heat,
  demo: {
    status: base.output(type<DemoStatus>()),
    start: base.output(type<DemoStatus>()),
    stop: base.output(type<DemoStatus>()),
    setFaults: base
      .input(z.object({ decline: z.boolean(), outage: z.boolean(), delayMs: z.int().min(0).max(60_000) }).partial())
      .output(type<DemoStatus>()),
  },
};
