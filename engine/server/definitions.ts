import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { isObject, type Json, type JsonObject } from '../core/json.ts';
import { deployments } from '../node/deployments.ts';
import type { NodeReader } from '../node/index.ts';
import type { Definitions } from '../runtime/ports.ts';
import { type ConfigSource, resolveConfig } from './config.ts';
import { toJsonObject } from './json.ts';
import { compileDocument, type Compiled } from './prepare-run.ts';
import { listSagas } from './workspace/list.ts';

/** The workflows of a folder by their names, as they are now: read again whenever a file changes. */
export interface WorkspaceWorkflows {
  /** Null: no file has this name, or it does not compile. */
  find(workflow: string): Promise<Compiled | null>;
}

interface Known {
  readonly stamp: string;
  /** Null: not JSON, or without a name. */
  readonly name: string | null;
  readonly text: string;
}

export function workspaceWorkflows(workspace: string, warn: (message: string) => void = () => {}): WorkspaceWorkflows {
  const known = new Map<string, Known>();

  const read = async ({ path: file, modifiedAt, size }: { path: string; modifiedAt: string; size: number }) => {
    const stamp = `${modifiedAt} ${size}`;
    const before = known.get(file);
    if (before?.stamp === stamp) return { file, ...before };
    const text = await readFile(path.join(workspace, file), 'utf8').catch(() => '');
    const now = { stamp, name: nameIn(text), text };
    known.set(file, now);
    return { file, ...now };
  };

  return {
    async find(workflow) {
      const files = await listSagas(workspace);
      const named = (await Promise.all(files.map(read))).filter(({ name }) => name === workflow);
      // of several the one that is called so: a copy keeps the name within
      const found = named.find(({ file }) => path.posix.basename(file) === `${workflow}.saga.json`) ?? named[0];
      if (found === undefined) return null;
      const compiled = compileDocument(found.text, null);
      if (compiled.ok) return compiled.value;
      warn(`${found.file} does not compile, so that ${workflow} cannot be started: sagaloom validate says why.`);
      return null;
    },
  };
}

function nameIn(text: string): string | null {
  try {
    const json = JSON.parse(text) as Json;
    return isObject(json) && typeof json['name'] === 'string' ? json['name'] : null;
  } catch {
    return null;
  }
}

/** The latest version that is deployed. */
type Deployed = (workflow: string) => JsonObject | null;

export function deployedIn({ database }: Pick<NodeReader, 'database'>): Deployed {
  const stored = deployments(database);
  return (workflow) => stored.latest(workflow)?.definition ?? null;
}

/** What stands behind a name: what is deployed, else the workspace's file. */
export async function latestOf(
  workflow: string,
  deployed: Deployed,
  workflows: WorkspaceWorkflows,
): Promise<Compiled | null> {
  const stored = deployed(workflow);
  if (stored === null) return workflows.find(workflow);
  const compiled = compileDocument(JSON.stringify(stored), null); // what was compiled compiles to the same (DF3)
  if (!compiled.ok) throw new Error(`the deployed version of ${workflow} does not compile any more`);
  return compiled.value;
}

/** The same for the engine, with its config as it is now (DA6): for children, schedules and events. */
export function definitionsOf(
  latest: (workflow: string) => Promise<Compiled | null>,
  sources: () => Promise<readonly ConfigSource[]>,
  warn: (message: string) => void,
): Definitions {
  return {
    async latest(workflow) {
      const compiled = await latest(workflow);
      if (compiled === null) return null;
      const { definition, hash } = compiled;
      const config = resolveConfig(definition.config ?? {}, await sources());
      if (config.ok) return { definition: toJsonObject(definition), hash, config: config.values };
      warn(`${workflow} cannot be started: ${config.message}`);
      return null;
    },
  };
}
