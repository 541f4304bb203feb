import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { ThreadPool } from '../threads/pool.ts';
import { threadScript } from '../threads/script.ts';
import { IDLE_MS, STACK_MB, THREADS } from './limits.ts';
import { compileWasm } from './wasm.ts';

/** QuickJS is compiled once; each thread gets the compiled code, and each attempt an instance of it. */
export const scriptThreads = new ThreadPool(
  async () => ({
    script: threadScript(import.meta.url, './worker.ts', 'script-worker.js'),
    limits: { stackSizeMb: STACK_MB },
    data: { wasm: await compileWasm(await readFile(wasmFile())) },
  }),
  { size: THREADS, idleMs: IDLE_MS },
);

/** Of a bundle, it lies beside it. */
function wasmFile(): string {
  const beside = ['./quickjs.wasm', '../quickjs.wasm'].map((path) => fileURLToPath(new URL(path, import.meta.url)));
  return (
    beside.find((path) => existsSync(path)) ??
    createRequire(import.meta.url).resolve('@jitl/quickjs-wasmfile-release-sync/wasm')
  );
}
