import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { testFolder } from '../../node/testing/folder.ts';

/** A workspace of the test's own, with the files given. */
export async function makeWorkspace(
  files: Readonly<Record<string, string>> = {},
  folder: string = testFolder(),
): Promise<string> {
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(path.join(folder, name), text)));
  return folder;
}

export const saga = (change: object): string => JSON.stringify({ format: 'sagaloom/v1', name: 'test', ...change });

/** Ends at once. */
export const quick = saga({ start: 'done', steps: { done: { type: 'succeed', output: { ok: true } } } });

/** Goes on until it is cancelled. */
export const slow = saga({ start: 'nap', steps: { nap: { type: 'wait', for: '1h' } } });
