import { ensureBrowser } from './browser.ts';
import { buildIfStale } from './fresh.ts';
import { inRoot } from './root.ts';
import { run } from './run.ts';

/** Runs Playwright against the page as it would be built now. Its exit code; 1 where there is no browser or no page. */
export async function runPlaywright(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<number> {
  const browser = await ensureBrowser();
  if (browser === undefined || !(await buildIfStale('renderer'))) return 1;
  const wantsDesktop = args.includes('--project=double') || args.includes('--project=electron');
  if (wantsDesktop && !(await buildIfStale('electron'))) return 1;
  const cli = inRoot('node_modules/@playwright/test/cli.js');
  const { code } = await run(process.execPath, [cli, 'test', '--config', 'e2e/playwright.config.ts', ...args], {
    env: { CHROME_PATH: browser, ...env },
  });
  return code;
}
