import { globSync, statSync } from 'node:fs';
import { inRoot } from './root.ts';
import { run } from './run.ts';

interface Part {
  readonly workspace: string;
  /** What the build writes last. */
  readonly output: string;
  readonly sources: readonly string[];
}

const engineSources = 'engine/{core,contract,runtime,memory,explore,interchange}/**/*.ts';

const parts = {
  renderer: {
    workspace: 'renderer',
    output: 'renderer/dist/index.html',
    sources: ['renderer/**/*.{ts,tsx,css,html,json,svg}', engineSources, 'package-lock.json'],
  },
  electron: {
    workspace: 'electron',
    output: 'electron/dist/main.js',
    sources: ['electron/*.ts', 'engine/**/*.ts', 'package-lock.json'],
  },
} as const satisfies Record<string, Part>;

/** Builds a part unless what was built last is newer than everything it is made of. */
export async function buildIfStale(name: keyof typeof parts): Promise<boolean> {
  const part: Part = parts[name];
  if (!isStale(part)) return true;
  console.log(`Building ${name}/ …`);
  const { code } = await run('npm', ['run', '--silent', 'build', '--workspace', part.workspace]);
  if (code !== 0) console.error(`${name}/ does not build; the lines above say why.`);
  return code === 0;
}

function isStale(part: Part): boolean {
  const built = statSync(inRoot(part.output), { throwIfNoEntry: false });
  return built === undefined || newest(part.sources) > built.mtimeMs;
}

function newest(patterns: readonly string[]): number {
  const exclude = ['**/node_modules/**', '**/dist/**', '**/*.test.*'];
  const files = globSync([...patterns], { cwd: inRoot(), exclude });
  return Math.max(0, ...files.map((file) => statSync(inRoot(file)).mtimeMs));
}
