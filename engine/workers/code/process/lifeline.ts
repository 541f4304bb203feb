import { Worker } from 'node:worker_threads';
import { LIFELINE_FD } from '../wire.ts';

/**
 * A thread that kills this process, with whatever it started, once the engine is gone: also while the code is in an endless loop, and
 * also where the engine was killed and could tell nobody. It also ends a process that takes more memory than it may outside its heap,
 * of which V8 knows nothing. Plain CommonJS in a string: it must not wait for anything to be loaded.
 */
const script = `
const { Socket } = require('node:net');
const { writeSync } = require('node:fs');
const { workerData: { fd, mostMb } } = require('node:worker_threads');
const die = () => {
  try { process.kill(-process.pid, 'SIGKILL'); } catch {} // the group, where this process leads one
  process.kill(process.pid, 'SIGKILL');
};
new Socket({ fd, readable: true, writable: false }).on('error', die).on('close', die).resume();
setInterval(() => {
  const mb = process.memoryUsage.rss() / 1048576;
  if (mb <= mostMb) return;
  try { writeSync(2, 'sagaloom: out of memory: ' + Math.round(mb) + ' MB of at most ' + mostMb + ' MB\\n'); } catch {}
  die();
}, 250);
`;

export function holdLifeline(mostMb: number): void {
  const workerData = { fd: LIFELINE_FD, mostMb };
  const resourceLimits = { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2, stackSizeMb: 1 };
  const thread = new Worker(script, {
    eval: true,
    workerData,
    execArgv: [],
    stdout: false,
    stderr: false,
    resourceLimits,
  });
  thread.on('error', () => process.kill(process.pid, 'SIGKILL')).unref();
}
