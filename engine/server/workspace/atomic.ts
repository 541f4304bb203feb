import { randomUUID } from 'node:crypto';
import { link, open, rename, unlink } from 'node:fs/promises';
import path from 'node:path';
import { makeFolder } from '../../node/index.ts';

/** The whole new text or the whole old one, also after a power cut: never a mixture. Throws what the file system throws. */
export async function replaceFile(file: string, text: string, mode: number): Promise<void> {
  await throughTemporary(file, text, mode, (temporary) => rename(temporary, file));
}

/** As above, for a file that must not be there yet; throws EEXIST when it is. */
export async function createFile(file: string, text: string): Promise<void> {
  makeFolder(path.dirname(file));
  await throughTemporary(file, text, 0o666, async (temporary) => {
    await link(temporary, file); // unlike rename, it never overwrites
    await unlink(temporary);
  });
}

async function throughTemporary(
  file: string,
  text: string,
  mode: number,
  put: (temporary: string) => Promise<void>,
): Promise<void> {
  const temporary = path.join(path.dirname(file), `.${path.basename(file)}.${randomUUID()}.tmp`);
  try {
    await writeDurably(temporary, text, mode);
    await put(temporary);
  } catch (error) {
    await unlink(temporary).catch(() => {}); // the first error is the one to tell
    throw error;
  }
  await syncFolder(path.dirname(file));
}

async function writeDurably(file: string, text: string, mode: number): Promise<void> {
  const handle = await open(file, 'wx', mode);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The new name is durable once its folder is. Windows cannot open folders, and needs it not. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
