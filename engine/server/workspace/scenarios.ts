import { lstat, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { ScenarioInfo } from '../../contract/types.ts';
import type { Json } from '../../core/json.ts';
import { linkOnTheWay, locate } from './paths.ts';

/** A larger one was not written by hand. */
const MAX_BYTES = 1024 * 1024;
const MOST = 100;

const scenarioSchema = z.looseObject({
  name: z.string().min(1),
  input: z.json().optional(),
  signals: z
    .array(
      z.looseObject({
        name: z.string().min(1),
        payload: z.json().default(null),
        key: z.json().default(null),
        at: z.string().default('0s'),
      }),
    )
    .default([]),
  mocks: z.json().default(null),
});

/** Tests that lie beside a workflow. What cannot be read, or is no test, is left out. */
export async function scenariosBeside(workspace: string, file: string): Promise<readonly ScenarioInfo[]> {
  const located = locate(workspace, file);
  if (!located.ok || (await linkOnTheWay(located)) !== null) return [];
  const folder = path.dirname(located.file);
  const input = (await readJson(path.join(folder, 'input.json'))) ?? null;
  const listed = await readJson(path.join(folder, 'scenarios.json'));
  const written = (Array.isArray(listed) ? (listed as readonly Json[]) : []).flatMap((one) => scenarioOf(one, input));
  return [...written, ...(await mocksIn(path.join(folder, 'mocks'), input))].slice(0, MOST);
}

function scenarioOf(json: Json, usual: Json): readonly ScenarioInfo[] {
  const parsed = scenarioSchema.safeParse(json);
  if (!parsed.success) return [];
  const { name, input, signals, mocks } = parsed.data;
  const timed = signals.map(({ name: signal, payload, key, at }) => ({ name: signal, payload, key, at }));
  return [
    {
      name,
      input: (input as Json | undefined) ?? usual,
      signals: timed,
      mocks,
    },
  ];
}

async function mocksIn(folder: string, input: Json): Promise<readonly ScenarioInfo[]> {
  const isPlainFolder = await lstat(folder).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  const names = isPlainFolder ? await readdir(folder) : [];
  const files = names.filter((name) => name.endsWith('.json') && !name.startsWith('.')).toSorted();
  const read = await Promise.all(
    files.slice(0, MOST).map(async (name) => [name, await readJson(path.join(folder, name))] as const),
  );
  return read.flatMap(([name, mocks]) =>
    mocks === undefined ? [] : [{ name: name.replace(/(\.mocks)?\.json$/, ''), input, signals: [], mocks }],
  );
}

/** Undefined for what is not there, is a link (WP2), or is no JSON. */
async function readJson(file: string): Promise<Json | undefined> {
  try {
    const stats = await lstat(file);
    if (!stats.isFile() || stats.size > MAX_BYTES) return undefined;
    return JSON.parse(await readFile(file, 'utf8')) as Json;
  } catch {
    return undefined;
  }
}
