/**
 * `npm run dev`: the page, rebuilt on every change and served by the real engine, with its real security; reload to see it.
 * Flags go on to `sagaloom serve`.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { buildIfStale } from './fresh.ts';
import { inRoot } from './root.ts';

if (!(await buildIfStale('renderer'))) process.exit(1);

const start = (args: string[], cwd: string): ChildProcess =>
  spawn(process.execPath, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] });

const vite = inRoot('node_modules/vite/bin/vite.js');
const cli = inRoot('engine/bin/sagaloom');
const children = [
  start([vite, 'build', '--watch', '--mode', 'development', '--logLevel', 'warn'], inRoot('renderer')),
  start(['--watch-path', inRoot('engine'), cli, 'serve', ...process.argv.slice(2)], inRoot('examples')),
];

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => children.forEach((child) => child.kill(signal)));
}
