/**
 * Electron's binary, which is not in its npm package. It is found by its files and never by `require('electron')`: that
 * would start a download without a deadline.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { download, type Progress } from '@electron/get';
import { run } from './run.ts';

/** The download is given up when nothing has arrived for this long: some networks swallow packets without a word. */
const SILENCE_MS = 20_000;
const EXTRACT_DEADLINE_S = 180;

const require = createRequire(import.meta.url);

function packageFolder(): string | undefined {
  try {
    return path.dirname(require.resolve('electron/package.json'));
  } catch {
    return undefined;
  }
}

export function electronBinary(folder = packageFolder()): string | undefined {
  if (folder === undefined || !existsSync(path.join(folder, 'path.txt'))) return undefined;
  const binary = path.join(folder, 'dist', readFileSync(path.join(folder, 'path.txt'), 'utf8').trim());
  return existsSync(binary) ? binary : undefined;
}

/** Downloads, checks and unpacks it. The reason why not, or undefined when it is there. */
export async function installElectron(): Promise<string | undefined> {
  const folder = packageFolder();
  if (folder === undefined) return 'the electron package is not installed';
  try {
    await fetchIntoCache(folder);
  } catch (error) {
    return `Electron could not be downloaded (${reason(error)})`;
  }
  // Electron's own installer finds the archive in the cache, checks it once more and unpacks it.
  const unpacked = await run(process.execPath, [path.join(folder, 'install.js')], {
    deadlineS: EXTRACT_DEADLINE_S,
    quiet: true,
  });
  return unpacked.code === 0 ? undefined : `Electron could not be unpacked (${lastLine(unpacked.output)})`;
}

async function fetchIntoCache(folder: string): Promise<void> {
  const { version } = readJson(path.join(folder, 'package.json')) as { version: string };
  const checksums = readJson(path.join(folder, 'checksums.json')) as Record<string, string>;
  const giveUp = new AbortController();
  const watchdog = setTimeout(() => {
    giveUp.abort(new Error(`nothing arrived for ${SILENCE_MS / 1_000} seconds`));
  }, SILENCE_MS);
  console.log(`Downloading Electron ${version}, once …`);
  try {
    const show = progressLine();
    const getProgressCallback = (progress: Progress) => {
      watchdog.refresh();
      show(progress);
      return Promise.resolve();
    };
    await download(version, {
      checksums,
      downloadOptions: { signal: giveUp.signal, quiet: true, getProgressCallback },
    });
  } finally {
    clearTimeout(watchdog);
  }
}

function progressLine(): (progress: Progress) => void {
  let shown = 0;
  return ({ transferred, percent }) => {
    const tenth = Math.floor(percent * 10);
    if (tenth <= shown) return;
    shown = tenth;
    console.log(`  ${tenth * 10} % (${Math.round(transferred / 1e6)} MB)`);
  };
}

/** `fetch failed` says nothing; its cause does. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';
