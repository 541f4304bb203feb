import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { percentile } from '../measure/statistics.ts';
import type { Bench } from './bench.ts';

const BIN = resolve(import.meta.dirname, '../../bin/sagaloom');
const EXAMPLE = resolve(import.meta.dirname, '../../../examples/hello');
const ARGS = ['run', EXAMPLE];
const TIMES = 10;

const run = promisify(execFile);

/** The whole command: Node, our modules, the database, the run, the timeline. */
export const helloBench: Bench = {
  name: 'hello',
  about: '`sagaloom run examples/hello` as a whole process',
  async measure({ folder }) {
    const times: number[] = [];
    for (let i = 0; i < TIMES; i += 1) {
      const started = performance.now();
      await run(process.execPath, [BIN, ...ARGS, '--db', join(folder, 'runs.db')], { cwd: folder });
      times.push(performance.now() - started);
    }
    return { ours: { p50Ms: percentile(times, 0.5) ?? 0, p99Ms: percentile(times, 0.99) ?? 0 } };
  },
};
