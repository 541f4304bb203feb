import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const COMPILER = process.env['CC'] ?? 'cc';

/** The shim, compiled into a folder; null where there is no compiler, or no LD_PRELOAD. */
export function compiledShim(folder: string): string | null {
  if (process.platform !== 'linux') return null;
  const library = join(folder, 'shim.so');
  const source = join(import.meta.dirname, 'shim.c');
  try {
    execFileSync(COMPILER, ['-shared', '-fPIC', '-O1', '-Wall', '-Werror', '-o', library, source, '-ldl'], {
      stdio: 'pipe',
    });
    return library;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

export interface Powered {
  readonly library: string;
  /** What is on the disk that loses power. */
  readonly folder: string;
  readonly log: string;
  /** A disk that answers a sync it did not do. */
  readonly lies?: boolean | undefined;
}

export function shimEnvironment({ library, folder, log, lies }: Powered): NodeJS.ProcessEnv {
  return {
    LD_PRELOAD: library,
    SAGALOOM_POWER_FOLDER: folder,
    SAGALOOM_POWER_LOG: log,
    ...(lies ? { SAGALOOM_POWER_LIES: '1' } : {}),
  };
}
