/**
 * A browser for the end-to-end tests: one that is installed, else one that can be installed, else a clear word on what to do.
 */
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { run } from './run.ts';

const INSTALL_DEADLINE_S = 300;

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

const usualPlaces: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((variable) => {
    const folder = process.env[variable];
    return folder === undefined ? [] : [path.join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe')];
  }),
  linux: ['/snap/bin/chromium', '/opt/google/chrome/chrome'],
};

/** The browser's path, or undefined after having said what to do. */
export async function ensureBrowser(): Promise<string | undefined> {
  const chosen = process.env['CHROME_PATH'];
  if (chosen !== undefined && !isExecutable(chosen)) {
    console.error(`CHROME_PATH points at ${chosen}, which cannot be run.`);
    return undefined;
  }
  return chosen ?? findBrowser() ?? (await installBrowser()) ?? explain();
}

export function findBrowser(searchPath = process.env['PATH'] ?? ''): string | undefined {
  const folders = searchPath.split(path.delimiter).filter((folder) => folder !== '');
  const onPath = folders.flatMap((folder) => names.map((name) => path.join(folder, name)));
  const candidates = [...onPath, ...(usualPlaces[process.platform] ?? []), chromium.executablePath()];
  return candidates.find(isExecutable);
}

async function installBrowser(): Promise<string | undefined> {
  console.log('No Chromium or Chrome here: installing one for the tests.');
  if (existsSync('/etc/debian_version')) await installWithApt();
  const installed = findBrowser(); // whatever apt said of the other packages of the machine
  if (installed !== undefined) return installed;
  await installWithPlaywright();
  return findBrowser();
}

async function installWithApt(): Promise<void> {
  const prefix = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const apt = async (...args: string[]) => {
    const [command = '', ...rest] = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', ...args];
    return (await run(command, rest)).code === 0;
  };
  const install = () => apt('install', '-y', '--no-install-recommends', 'chromium');
  if (!(await install()) && (await apt('update'))) await install();
}

/** Playwright's own download can hang where its host is out of reach, so it runs under our deadline. */
async function installWithPlaywright(): Promise<void> {
  const cli = fileURLToPath(import.meta.resolve('@playwright/test/cli'));
  const { code } = await run(process.execPath, [cli, 'install', 'chromium'], { deadlineS: INSTALL_DEADLINE_S });
  if (code !== 0) console.error('Playwright could not install its Chromium.');
}

function explain(): undefined {
  console.error(
    'The end-to-end tests need a browser. Install Chromium or Chrome (Debian: `apt-get install chromium`), or set CHROME_PATH to one, and run this again.',
  );
  return undefined;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
