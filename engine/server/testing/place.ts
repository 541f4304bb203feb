import { mkdtemp, realpath, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A workspace of its own, with the files given. */
export async function makeWorkspace(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'sagaloom-server-')));
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(path.join(folder, name), text)));
  return folder;
}

export const saga = (change: object): string => JSON.stringify({ format: 'sagaloom/v1', name: 'test', ...change });

/** Ends at once. */
export const quick = saga({ start: 'done', steps: { done: { type: 'succeed', output: { ok: true } } } });

/** Goes on until it is cancelled. */
export const slow = saga({ start: 'nap', steps: { nap: { type: 'wait', for: '1h' } } });
