/** `npm run e2e -- --project=page|electron|screenshots`: Playwright, by target; every other flag is Playwright's own. */
import { electronBinary } from './electron-binary.ts';
import { runPlaywright } from './playwright.ts';

const asked = process.argv.slice(2);
const target = asked.find((arg) => arg.startsWith('--project='));

if (target === '--project=electron' && electronBinary() === undefined) {
  console.log("SKIPPED  the electron target: Electron's binary is not here (see docs/desktop.md).");
} else {
  process.exitCode = await runPlaywright(target === undefined ? ['--project=page', ...asked] : asked);
}
