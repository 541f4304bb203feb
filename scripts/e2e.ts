/** `npm run e2e -- --project=page|electron|screenshots`: Playwright, by target; every other flag is Playwright's own. */
import { runPlaywright } from './playwright.ts';

const asked = process.argv.slice(2);
const project = asked.some((arg) => arg.startsWith('--project')) ? [] : ['--project=page'];
process.exitCode = await runPlaywright([...project, ...asked]);
