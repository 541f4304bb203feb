import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Figures } from '../measure/figures.ts';

/** What the disk gives: 4 KiB appended and made durable, one after the other. */
export function fsyncs(folder: string, seconds: number): Figures {
  const file = openSync(join(folder, 'fsync'), 'w');
  const page = Buffer.alloc(4_096, 1);
  const started = performance.now();
  let count = 0;
  while (performance.now() - started < seconds * 1_000) {
    writeSync(file, page, 0, page.length, count * page.length);
    fdatasyncSync(file);
    count += 1;
  }
  const elapsed = (performance.now() - started) / 1_000;
  closeSync(file);
  return { fsyncPerSecond: count / elapsed };
}
