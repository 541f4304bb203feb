import { closeSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { codeOf } from '../node/failure.ts';
import { makeFolder, PRIVATE } from '../node/makeFolder.ts';
import { EnvironmentError } from '../runtime/environment.ts';
import { fileNow } from './fresh.ts';
import { replaceFile } from './workspace/atomic.ts';

const PATIENCE_MS = 10_000;
const LOOK_EVERY_MS = 20;
/** No change takes so long: whoever began it is gone, or its process's number is another's by now. */
const STALE_MS = 60_000;

/**
 * Changes a file of the user's that other processes change as well: one after the other, whole or not at all, for its owner's eyes
 * only. `change` gets the text, null where there is none, and gives the new one; null leaves the file as it is.
 */
export async function lockedFile(file: string, change: (text: string | null) => Promise<string | null>): Promise<void> {
  makeFolder(path.dirname(file), PRIVATE);
  const release = await lock(`${file}.lock`);
  try {
    const now = fileNow(file);
    if (now.kind === 'unreadable')
      throw new EnvironmentError('folder.failed', `${file} could not be read: ${now.why}.`);
    const text = await change(now.kind === 'text' ? now.text : null);
    if (text !== null) await replaceFile(file, text, 0o600);
  } finally {
    release();
  }
}

async function lock(file: string): Promise<() => void> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    if (taken(file)) return () => rmSync(file, { force: true });
    if (isLeft(file)) rmSync(file, { force: true });
    else if (performance.now() > until)
      throw new EnvironmentError(
        'folder.failed',
        `${file} is held by another process: wait for it, or delete that file.`,
      );
    else await setTimeout(LOOK_EVERY_MS);
  }
}

function taken(file: string): boolean {
  try {
    const handle = openSync(file, 'wx', 0o600);
    writeSync(handle, String(process.pid));
    closeSync(handle);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw new EnvironmentError('folder.failed', `${file} could not be made: ${String(error)}.`, { cause: error });
  }
}

/** By a process that is gone. One that has just been made holds no number yet, and counts as held. */
function isLeft(file: string): boolean {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    if (Date.now() - statSync(file).mtimeMs > STALE_MS) return true;
    return pid > 0 && !isAlive(pid);
  } catch {
    return false; // it went meanwhile
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}
