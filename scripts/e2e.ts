/**
 * `npm run e2e -- --project=page|electron|screenshots|views`: Playwright, by target; every other flag is Playwright's own.
 * `npm run screenshots -- --views` takes every view instead of the pictures of the docs.
 */
import { electronBinary } from './electron-binary.ts';
import { runPlaywright } from './playwright.ts';

const given = process.argv.slice(2);
const asked = given.includes('--views')
  ? ['--project=views', ...given.filter((arg) => arg !== '--views' && arg !== '--project=screenshots')]
  : given;
const target = asked.find((arg) => arg.startsWith('--project='));

if (target === '--project=electron' && electronBinary() === undefined) {
  console.log("SKIPPED  the electron target: Electron's binary is not here (see docs/desktop.md).");
} else {
  process.exitCode = await runPlaywright(target === undefined ? ['--project=page', ...asked] : asked);
}
