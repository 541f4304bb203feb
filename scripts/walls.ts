/**
 * Proves that the pure folders run anywhere. Each is bundled for no platform at all, which fails on whatever of Node is left
 * outside; then the bundle is run in a world that has only the language, where it has to load, and the core to compile every
 * example. The linter refuses a forbidden import where it is written; this sees through re-exports and into dependencies.
 */
import { globSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { createContext, runInContext } from 'node:vm';
import { build } from 'vite';
import { pureFolders } from './layers.ts';
import { inRoot } from './root.ts';

const builtins = new Set(builtinModules.flatMap((name) => [name, `node:${name}`]));

/** What browsers, Node and the sandbox of a Temporal workflow all have, though it is not of the language. */
const everywhere = { AbortController, TextDecoder, TextEncoder, URL, URLSearchParams };

interface Trial {
  /** Names beyond those above. */
  readonly world: Readonly<Record<string, unknown>>;
  /** What the loaded bundle has to do. */
  readonly task: () => string;
}

const trials: Readonly<Record<(typeof pureFolders)[number], Trial>> = {
  core: { world: {}, task: compileExamples },
  // Spoken between a screen and a host, so browsers and Node are all it has to run on: the web's common interface.
  contract: { world: { AbortSignal, Blob, Event, EventTarget, File, FormData, TransformStream }, task: () => '' },
};

async function bundle(entry: string, onBuiltin: (name: string, importer: string) => void): Promise<string> {
  const result = await build({
    root: inRoot(),
    configFile: false,
    logLevel: 'error',
    // A browser's substitute for a Node module must not hide it.
    resolve: { mainFields: ['module', 'main'], conditions: ['module', 'import', 'default'] },
    plugins: [
      {
        name: 'refuse-builtins',
        enforce: 'pre',
        resolveId(name, importer) {
          if (!builtins.has(name)) return null;
          onBuiltin(name, importer ?? entry);
          return { id: name, external: true };
        },
      },
    ],
    build: {
      write: false,
      minify: false,
      rollupOptions: {
        input: entry,
        platform: 'neutral',
        preserveEntrySignatures: 'strict',
        output: { format: 'iife', name: 'bundle' },
      },
    },
  });
  const outputs = Array.isArray(result) ? result : [result];
  return outputs
    .flatMap((one) => ('output' in one ? one.output : []))
    .map((file) => (file.type === 'chunk' ? file.code : ''))
    .join('\n');
}

/** Run where there is no `process`, no `window`, no `require`: what needs one throws. */
function complaintOf(code: string, { world, task }: Trial): string | undefined {
  try {
    runInContext(`${code}\n${task()}`, createContext({ ...everywhere, ...world }));
    return undefined;
  } catch (error) {
    return error instanceof Error || isThrown(error) ? error.message : String(error);
  }
}

/** An error of another realm is no `Error` of ours. */
const isThrown = (error: unknown): error is { readonly message: string } =>
  typeof error === 'object' && error !== null && 'message' in error;

function compileExamples(): string {
  const files = globSync('examples/*/*.saga.json', { cwd: inRoot() });
  const texts = files.map((file) => readFileSync(inRoot(file), 'utf8'));
  return `for (const text of ${JSON.stringify(texts)}) {
    const { diagnostics } = bundle.compile(text);
    const error = diagnostics.find(({ severity }) => severity === 'error');
    if (error) throw new Error(error.message);
  }`;
}

async function leaksOf(folder: (typeof pureFolders)[number]): Promise<string[]> {
  const imports: string[] = [];
  const code = await bundle(inRoot('engine', folder, 'index.ts'), (name, importer) => {
    imports.push(`imports ${name}, in ${importer.replace(inRoot(''), '')}`);
  });
  if (imports.length > 0) return imports;
  const complaint = complaintOf(code, trials[folder]);
  return complaint === undefined ? [] : [`does not run without a platform: ${complaint}`];
}

let clean = true;
for (const folder of pureFolders) {
  const leaks = await leaksOf(folder);
  for (const leak of leaks) console.error(`engine/${folder} ${leak}`);
  if (leaks.length === 0) console.log(`engine/${folder} runs where there is neither Node nor a browser`);
  clean &&= leaks.length === 0;
}
process.exitCode = clean ? 0 : 1;
