/** Bundles the three entries Electron loads. A sandboxed preload has to be CommonJS, and one file. */
import { copyFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { build } from 'vite';

interface Entry {
  readonly name: string;
  readonly format: 'es' | 'cjs';
  /** Default: the file of that name here. */
  readonly source?: string;
}

const entries: readonly Entry[] = [
  { name: 'main', format: 'es' },
  { name: 'engine-process', format: 'es' },
  { name: 'preload', format: 'cjs' },
  // The thread of the read models, which the engine process starts by this name.
  { name: 'views-worker', format: 'es', source: '../engine/node/views/worker.ts' },
  { name: 'traces-worker', format: 'es', source: '../engine/traces/thread/worker.ts' },
  // The thread that sends telemetry, likewise.
  { name: 'telemetry-worker', format: 'es', source: '../engine/server/telemetry/worker.ts' },
  // The threads of the activities `script` and `transform`, likewise.
  { name: 'script-worker', format: 'es', source: '../engine/activities/script/worker.ts' },
  { name: 'transform-worker', format: 'es', source: '../engine/activities/transform/worker.ts' },
  // The process of the activity `sql` for SQLite, likewise.
  { name: 'sql-sqlite', format: 'es', source: '../engine/activities/sql/sqlite/process.ts' },
  // The process of the workspace's own code, and what that code imports from us.
  { name: 'code-process', format: 'es', source: '../engine/workers/code/process/main.ts' },
  { name: 'code-activity', format: 'es', source: '../engine/workers/code/activity.ts' },
  { name: 'code-zod', format: 'es', source: '../engine/workers/code/zod.ts' },
];

const outDir = path.join(import.meta.dirname, 'dist');

async function bundle({ name, format, source = `${name}.ts` }: Entry): Promise<void> {
  await build({
    root: import.meta.dirname,
    configFile: false,
    logLevel: 'warn',
    // Electron and the native module stay outside; all else is bundled, so that the app carries no node_modules but one.
    ssr: { noExternal: true, external: ['electron', 'better-sqlite3'], target: 'node' },
    build: {
      ssr: path.join(import.meta.dirname, source),
      outDir,
      emptyOutDir: false,
      target: 'node24',
      minify: false,
      rollupOptions: {
        output: {
          format,
          entryFileNames: `${name}.${format === 'cjs' ? 'cjs' : 'js'}`,
          codeSplitting: format === 'es',
        },
      },
    },
  });
}

rmSync(outDir, { recursive: true, force: true });
for (const entry of entries) await bundle(entry);
// QuickJS, which the engine process compiles for those threads.
const quickjs = createRequire(import.meta.url).resolve('@jitl/quickjs-wasmfile-release-sync/wasm');
copyFileSync(quickjs, path.join(outDir, 'quickjs.wasm'));
