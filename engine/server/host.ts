import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import packageJson from '../package.json' with { type: 'json' };
import { stderrLogger } from '../activities/logger.ts';
import { makeFolder, type NodeReader, openReader } from '../node/index.ts';
import type { ConfigSource } from './config.ts';
import type { HostContext } from './context.ts';
import { definitionsOf, deployedIn, latestOf, workspaceWorkflows } from './definitions.ts';
import { BulkJobs } from './bulk/jobs.ts';
import { Demo } from './demo/demo.ts';
import { openHostEngine } from './engine.ts';
import { openTelemetry, sentTraces } from './telemetry/telemetry.ts';
import { withWorkers } from './remote-workers.ts';
import { type HostRouter, router } from './router.ts';
import { openTraceStore, type TraceStore } from '../traces/index.ts';
import { configSources } from './sources.ts';
import { type Keychain, workspaceSecrets } from './secrets/index.ts';
import { hostTriggers } from './triggers/index.ts';
import { openWorkforce } from './workforce.ts';
import type { OwnCode } from './workspace-code.ts';

export interface EngineHostOptions {
  /** The folder whose `*.saga.json` files are edited and run. */
  readonly workspace: string;
  /** The file of the runs. */
  readonly database: string;
  /** Who commands are recorded as. Default: `designer`. */
  readonly by?: string | undefined;
  /** Where config is read from last (DA6). Default: this process's. */
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** Of the operating system, where the desktop app has one. */
  readonly keychain?: Keychain | undefined;
  /** Whether the workspace's own code is loaded as it is (see `openWorkforce`). Default: it is. */
  readonly ownCode?: OwnCode | undefined;
  /** The example's shop; null where there is none. Default: that of the checkout, or of the installed app. */
  readonly shop?: string | null | undefined;
  /** Which open runs to carry on (see `EngineOptions`). Default: all. */
  readonly carriesOn?: ((runId: string) => boolean) | undefined;
  /** Ended runs are deleted after so long. Default: never. */
  readonly keepMs?: number | undefined;
  /** Workers elsewhere can reach it. Default: not. */
  readonly isServed?: boolean | undefined;
}

/** The contract, implemented: hand `router` and `context` to an oRPC handler of any transport. */
export interface EngineHost {
  readonly router: HostRouter;
  readonly context: HostContext;
  /** Begins nothing more, and gives attempts under way so long to answer, those of workers too. To be closed next. */
  readonly drain: (graceMs: number) => Promise<void>;
  /** Drains, stops the demo and the engine; open runs go on when the database is opened again. */
  readonly close: (options?: { readonly graceMs?: number }) => Promise<void>;
}

/** What came from elsewhere; where the host stays, it receives more, when that was turned on. */
function openTraces(database: string, stays: boolean, warn: (message: string) => void): TraceStore {
  const traces = openTraceStore(database);
  const begun = stays ? traces.begin() : Promise.resolve();
  begun.catch((error: unknown) => warn(`What was received before cannot be had: ${messageOf(error)}`));
  return traces;
}

/** Rejects with an `EnvironmentError` when the database cannot be had. */
export async function createEngineHost(options: EngineHostOptions): Promise<EngineHost> {
  const { by = 'designer', env = process.env, shop = shippedShop() } = options;
  makeFolder(options.workspace);
  const workspace = realpathSync(options.workspace);
  const database = path.resolve(workspace, options.database);
  const demo = new Demo(shop, workspace);
  const log = stderrLogger();
  const warn = (message: string): void => log('warn', message);
  const workflows = workspaceWorkflows(workspace, warn);
  const stored = lazyReader(database);
  const latest = (name: string) => latestOf(name, deployedIn(stored.open()), workflows);
  const definitions = definitionsOf(latest, () => sourcesOrNone({ workspace, env, demo }, warn), warn);
  const { carriesOn, keepMs, keychain } = options;
  const secrets = workspaceSecrets({ workspace, env, keychain });
  const local = await openWorkforce({ workspace, env, ownCode: options.ownCode });
  const isServed = options.isServed === true;
  const { workers, all: workforce } = withWorkers({ local, workspace, env, logger: log, isServed });
  const sampled = sentTraces(env, workspace);
  const engine = await openHostEngine(database, {
    activities: workforce,
    secrets,
    carriesOn,
    keepMs,
    definitions,
    isSampled: sampled.isSampled,
  });
  const { version } = packageJson;
  const stays = carriesOn === undefined; // else it is there for one command, and the next engine sends what that did
  const queues = () => engine.queues();
  const telemetry = openTelemetry({ database, version, env, workspace, sampled, sends: stays, queues, warn });
  const context = {
    engine,
    traces: openTraces(database, stays, warn),
    workforce,
    workers,
    version,
    telemetry,
    workspace,
    database,
    env,
    secrets,
    isLocal: true,
    demo,
    bulk: new BulkJobs(engine, { carriesOn: stays }),
    workflows,
    by,
  };
  const triggers = stays ? hostTriggers({ engine, workspace, env, secrets, warn }) : null;
  return { router, context, ...ending(context, triggers, stored.close) };
}

function ending(
  context: HostContext,
  triggers: { readonly close: () => Promise<void> } | null,
  stored: () => void,
): Pick<EngineHost, 'drain' | 'close'> {
  const drain = async (graceMs: number): Promise<void> => {
    await triggers?.close();
    await drained(context, graceMs);
  };
  return {
    drain,
    async close({ graceMs = 0 } = {}) {
      await drain(graceMs);
      await close(context);
      stored();
    },
  };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Opened when it is first asked: by then the engine has made the database. */
function lazyReader(database: string) {
  let reader: NodeReader | null = null;
  return {
    open: () => (reader ??= openReader(database)),
    close: () => reader?.close(),
  };
}

/** Nobody waits for an answer where a child is started: what is wrong with the workspace's config is logged. */
async function sourcesOrNone(
  place: Parameters<typeof configSources>[0],
  warn: (message: string) => void,
): Promise<readonly ConfigSource[]> {
  const sources = await configSources(place);
  if (sources.ok) return sources.all;
  warn(sources.message);
  return [];
}

const LOOK_EVERY_MS = 20;

/** Attempts that somebody is at: what no worker has taken yet has not begun. */
export const underWay = ({ engine, workers }: HostContext): number => engine.underWay() - workers.waiting;

async function drained(context: HostContext, graceMs: number): Promise<void> {
  await context.bulk.close();
  context.engine.closing();
  const until = performance.now() + graceMs;
  while (underWay(context) > 0 && performance.now() < until) await setTimeout(LOOK_EVERY_MS);
}

async function close({ demo, engine, workforce, traces, telemetry }: HostContext): Promise<void> {
  await demo.stop();
  await traces.close();
  await engine.close();
  await telemetry.close();
  await workforce.close();
}

/** Null where the examples are not installed. */
function shippedShop(): string | null {
  const script = path.join(import.meta.dirname, '..', '..', 'examples', 'shop', 'main.ts');
  return existsSync(script) ? script : null;
}
