/** Bundles the three entries Electron loads. A sandboxed preload has to be CommonJS, and one file. */
import { rmSync } from 'node:fs';
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
  // The process of the activity `sql` for SQLite, likewise.
  { name: 'sql-sqlite', format: 'es', source: '../engine/activities/sql/sqlite/process.ts' },
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
