import { implement } from '@orpc/server';
import type { Workforce } from '../activities/index.ts';
import { contract } from '../contract/index.ts';
import type { NodeEngine } from '../node/index.ts';
import type { TraceStore } from '../traces/index.ts';
import type { RemoteWorkers } from '../workers/remote/index.ts';
import type { BulkJobs } from './bulk/jobs.ts';
import type { WorkspaceWorkflows } from './definitions.ts';
import type { WorkspaceSecrets } from './secrets/index.ts';
import type { Telemetry } from './telemetry/telemetry.ts';
import type { Demo } from './demo/demo.ts';

/** What the procedures work with; the same object for every client. */
export interface HostContext {
  readonly engine: NodeEngine;
  /** Who does the work of tasks. */
  readonly workforce: Workforce;
  /** Those of them that are elsewhere. */
  readonly workers: RemoteWorkers;
  readonly version: string;
  /** Absolute, links resolved. */
  readonly workspace: string;
  readonly database: string;
  readonly env: NodeJS.ProcessEnv;
  readonly secrets: WorkspaceSecrets;
  /** Whoever asks is on this machine. */
  readonly isLocal: boolean;
  readonly demo: Demo;
  /** What is done to many runs. */
  readonly bulk: BulkJobs;
  /** That come from elsewhere. */
  readonly traces: TraceStore;
  readonly telemetry: Telemetry;
  /** Of the workspace, by name. */
  readonly workflows: WorkspaceWorkflows;
  /** Who commands are recorded as. */
  readonly by: string;
}

/** The contract with the context its procedures are given. */
export const api = implement(contract).$context<HostContext>();
