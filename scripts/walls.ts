/**
 * Proves that the pure folders run anywhere: bundles them for no platform at all and fails on whatever is left outside.
 * The linter refuses a forbidden import where it is written; this sees through re-exports and into dependencies.
 */
import { existsSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { build } from 'vite';
import { pureFolders } from './layers.ts';

const root = path.dirname(import.meta.dirname);
const builtins = new Set(builtinModules.flatMap((name) => [name, `node:${name}`]));

/** What only a platform gives. `typeof x` guards of a dependency survive bundling, so only calls and members count. */
const platformGlobals =
  /(?<![\w$.'"`])(?:process\.(?!env\.NODE_ENV)|require\(|window\.|document\.(?:create|query|body|get))/g;

interface Leak {
  readonly folder: string;
  readonly what: string;
}

async function leaksOf(folder: string): Promise<Leak[]> {
  const leaks: Leak[] = [];
  const output = await bundle(path.join(root, 'engine', folder, 'index.ts'), (name, importer) => {
    leaks.push({ folder, what: `imports ${name}, in ${path.relative(root, importer)}` });
  });
  for (const [match] of output.matchAll(platformGlobals)) leaks.push({ folder, what: `uses the global ${match}` });
  return leaks;
}

async function bundle(entry: string, onBuiltin: (name: string, importer: string) => void): Promise<string> {
  const result = await build({
    root,
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
      rollupOptions: { input: entry, platform: 'neutral', preserveEntrySignatures: 'strict' },
    },
  });
  const outputs = Array.isArray(result) ? result : [result];
  return outputs
    .flatMap((one) => ('output' in one ? one.output : []))
    .map((file) => (file.type === 'chunk' ? file.code : ''))
    .join('\n');
}

const present = pureFolders.filter((folder) => existsSync(path.join(root, 'engine', folder, 'index.ts')));
const leaks: Leak[] = [];
for (const folder of present) leaks.push(...(await leaksOf(folder)));

for (const { folder, what } of leaks) console.error(`engine/${folder} ${what}: it must run on any platform.`);
if (leaks.length === 0)
  console.log(`Bundled for no platform, nothing of Node or the DOM inside: ${present.join(', ')}.`);
process.exitCode = leaks.length === 0 ? 0 : 1;
