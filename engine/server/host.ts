import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import packageJson from '../package.json' with { type: 'json' };
import { makeFolder } from '../node/index.ts';
import type { HostContext } from './context.ts';
import { Demo } from './demo/demo.ts';
import { openHostEngine } from './engine.ts';
import { type HostRouter, router } from './router.ts';

export interface EngineHostOptions {
  /** The folder whose `*.saga.json` files are edited and run. */
  readonly workspace: string;
  /** The file of the runs. */
  readonly database: string;
  /** Who commands are recorded as. Default: `designer`. */
  readonly by?: string | undefined;
  /** Where config is read from last (DA6). Default: this process's. */
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** The example's shop; null where there is none. Default: that of the checkout, or of the installed app. */
  readonly shop?: string | null | undefined;
}

/** The contract, implemented: hand `router` and `context` to an oRPC handler of any transport. */
export interface EngineHost {
  readonly router: HostRouter;
  readonly context: HostContext;
  /** Stops the demo and the engine; open runs go on when the database is opened again. */
  readonly close: () => Promise<void>;
}

/** Rejects with an `EnvironmentError` when the database cannot be had. */
export async function createEngineHost(options: EngineHostOptions): Promise<EngineHost> {
  const { by = 'designer', env = process.env, shop = shippedShop() } = options;
  makeFolder(options.workspace);
  const workspace = realpathSync(options.workspace);
  const database = path.resolve(workspace, options.database);
  const engine = await openHostEngine(database);
  const demo = new Demo(shop, workspace);
  const context = { engine, version: packageJson.version, workspace, database, env, demo, by };
  return { router, context, close: () => close(context) };
}

async function close({ demo, engine }: HostContext): Promise<void> {
  await demo.stop();
  await engine.close();
}

/** Null where the examples are not installed. */
function shippedShop(): string | null {
  const script = path.join(import.meta.dirname, '..', '..', 'examples', 'shop', 'main.ts');
  return existsSync(script) ? script : null;
}
