import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, open, realpath } from 'node:fs/promises';

/** A file at one moment; two that are equal hold the same, as far as can be told without reading. */
export interface Seen {
  readonly size: number;
  /** Epoch ms. */
  readonly modifiedAt: number;
  readonly mark: string;
}

/** Null: it is gone, or no file, or a link leads to it. */
export async function seenAt(file: string): Promise<Seen | null> {
  try {
    const stats = await lstat(file, { bigint: true });
    const isReal = stats.isFile() && (await realpath(file)) === file;
    const { size, mtimeNs, ino } = stats;
    const modifiedAt = Number(mtimeNs / 1_000_000n);
    return isReal ? { size: Number(size), modifiedAt, mark: `${ino}:${size}:${mtimeNs}` } : null;
  } catch {
    return null;
  }
}

/** SHA-256 of what it holds, read piece by piece; null where it cannot be read. */
export async function digestOf(file: string): Promise<string | null> {
  try {
    const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const hash = createHash('sha256');
    for await (const chunk of handle.createReadStream() as AsyncIterable<Buffer>) hash.update(chunk); // closes it
    return hash.digest('hex');
  } catch {
    return null;
  }
}
