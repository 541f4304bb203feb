import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { ActivityInfo } from '../contract/types.ts';
import type { Json } from '../core/json.ts';
import { folderSettings, typeFiles } from '../workers/code/types/files.ts';
import { listSagas } from './workspace/list.ts';
import { ACTIVITIES_FOLDER } from './workspace/root.ts';

/** Where the editor's types are, from the workspace. */
const FOLDER = path.join('.sagaloom', 'types');

/** Writes what has changed of them. */
export async function writeEditorTypes(workspace: string, infos: readonly ActivityInfo[]): Promise<void> {
  const folder = path.join(workspace, FOLDER);
  const workflows = await documentsOf(workspace);
  await mkdir(folder, { recursive: true });
  const packages = packagesFor(workspace);
  for (const [name, text] of typeFiles({ infos, workflows, ...packages }))
    await writeChanged(path.join(folder, name), text);
}

/** So that editors find them: nothing that is there is changed. False: there was one. */
export async function writeFolderSettings(workspace: string): Promise<boolean> {
  const file = path.join(workspace, ACTIVITIES_FOLDER, 'tsconfig.json');
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, folderSettings, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Half-drawn ones as far as they go. */
async function documentsOf(workspace: string): Promise<readonly Json[]> {
  const files = await listSagas(workspace);
  const documents = await Promise.all(files.map((file) => documentOf(path.join(workspace, file.path))));
  return documents.filter((each) => each !== null);
}

async function documentOf(file: string): Promise<Json> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Json;
  } catch {
    return null; // gone, or no JSON at the moment
  }
}

/** What the workspace's code gets from us, it gets from us in the editor too. */
function packagesFor(workspace: string): { readonly zod: string | null; readonly typeRoot: string | null } {
  const theirs = createRequire(path.join(workspace, ACTIVITIES_FOLDER, 'index.js'));
  const ours = createRequire(import.meta.url);
  const zod = folderOf(theirs, 'zod') === null ? folderOf(ours, 'zod') : null;
  const types = folderOf(theirs, '@types/node') ?? folderOf(ours, '@types/node');
  return { zod, typeRoot: types === null ? null : path.dirname(types) };
}

function folderOf(require: NodeJS.Require, name: string): string | null {
  const paths = require.resolve.paths(name) ?? [];
  return (
    paths.map((folder) => path.join(folder, name)).find((folder) => existsSync(path.join(folder, 'package.json'))) ??
    null
  );
}

async function writeChanged(file: string, text: string): Promise<void> {
  const before = await readFile(file, 'utf8').catch(() => null);
  if (before === text) return;
  const temporary = `${file}.${process.pid}~`;
  await writeFile(temporary, text);
  await rename(temporary, file); // an editor never reads half of it
}
