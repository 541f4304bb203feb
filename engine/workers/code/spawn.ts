import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CHANNEL_FD, LIFELINE_FD } from './wire.ts';

/** What a process is told before it is told anything. */
export interface ProcessOptions {
  readonly inspectPort: number | null;
  /** Of all its memory, in the heap and outside. */
  readonly mostMb: number;
}

export interface SpawnOptions {
  readonly workspace: string;
  /** Of its heap. */
  readonly memoryMb: number;
  readonly inspectPort: number | null;
  readonly env: NodeJS.ProcessEnv;
}

/** Buffers and whatever else lies outside the heap, and Node itself. */
const BESIDE_HEAP_MB = 256;

/** Beside this file; of a bundle, beside that. */
const scripts = ['./process/main.ts', './code-process.js'].map((path) => fileURLToPath(new URL(path, import.meta.url)));

/**
 * A Node of its own. It leads a process group, so that what it starts can be ended with it, and a Ctrl+C in the terminal is for the
 * engine alone, which then asks its attempts to stop.
 */
export function spawnProcess({ workspace, memoryMb, inspectPort, env }: SpawnOptions): ChildProcess {
  const script = scripts.find((file) => existsSync(file));
  if (script === undefined) throw new Error('what runs the workspace’s code is not installed');
  const options: ProcessOptions = { inspectPort, mostMb: memoryMb + BESIDE_HEAP_MB };
  const flags = [`--max-old-space-size=${memoryMb}`, '--enable-source-maps', '--disable-warning=ExperimentalWarning'];
  return spawn(process.execPath, [...flags, script, JSON.stringify(options)], {
    cwd: workspace,
    env: codeEnvironment(env),
    stdio: stdioOf(),
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
}

function stdioOf(): ('ignore' | 'pipe')[] {
  const stdio: ('ignore' | 'pipe')[] = ['ignore', 'pipe', 'pipe'];
  stdio[CHANNEL_FD] = 'pipe';
  stdio[LIFELINE_FD] = 'pipe';
  return stdio;
}

const hidden = /^(?:SAGALOOM_SECRETS?_|NODE_CHANNEL_|SAGALOOM_RELAUNCHED$)/;

/**
 * DA7. The engine's, without its secrets: those are asked for by name, and so can be taken out of what the code answers and logs. On
 * Electron's binary it is Node that is to be started.
 */
function codeEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.fromEntries(Object.entries(env).filter(([name]) => !hidden.test(name)));
  return process.versions['electron'] === undefined ? kept : { ...kept, ELECTRON_RUN_AS_NODE: '1' };
}
