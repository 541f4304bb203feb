/**
 * `npm test`: every test, in the page target. The last line is the total, over both runners.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { runPlaywright } from './playwright.ts';
import { inRoot } from './root.ts';
import { run } from './run.ts';
import {
  nothing,
  type PlaywrightReport,
  playwrightTotals,
  sum,
  totalLine,
  type Totals,
  type VitestReport,
  vitestTotals,
} from './totals.ts';

const reports = inRoot('test-results');
const report = (name: string) => inRoot('test-results', `${name}.json`);

async function units(): Promise<Totals> {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report('units')}`];
  const { code } = await run(process.execPath, [inRoot('node_modules/vitest/vitest.mjs'), 'run', ...reporters]);
  return counted(code, 'units', (json) => vitestTotals(JSON.parse(json) as VitestReport));
}

async function endToEnd(): Promise<Totals> {
  const code = await runPlaywright(['--project=page', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: report('e2e'),
  });
  return counted(code, 'e2e', (json) => playwrightTotals(JSON.parse(json) as PlaywrightReport));
}

/** A runner that failed without a failed test, or left no report, has failed all the same. */
function counted(code: number, name: string, count: (json: string) => Totals): Totals {
  try {
    const totals = count(readFileSync(report(name), 'utf8'));
    const isQuiet = code !== 0 && totals.failed.length === 0;
    return isQuiet ? { ...totals, failed: [`${name}: ended with ${code}, though no test failed`] } : totals;
  } catch {
    return { ...nothing, failed: [`${name}: left no report`] };
  }
}

rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
const total = sum([await units(), await endToEnd()]);
for (const title of total.skipped) console.log(`SKIPPED  ${title}`);
const result = [...total.failed.map((title) => `FAILED   ${title}`), totalLine(total)].join('\n');
writeFileSync(inRoot('test-results', 'total.txt'), `${result}\n`);
console.log(`\n${result}`);
process.exitCode = total.failed.length === 0 ? 0 : 1;
