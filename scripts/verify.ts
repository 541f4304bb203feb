/** `npm run verify`: all that CI runs, the cheapest first. `--without-tests` leaves out what `npm test` runs. */
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { inRoot } from './root.ts';
import { run } from './run.ts';

const checks = ['format:check', 'lint', 'types', 'walls', 'spec', 'unused'];
const steps = process.argv.includes('--without-tests') ? checks : [...checks, 'test'];

interface Step {
  readonly name: string;
  readonly ok: boolean;
  readonly seconds: number;
}

async function take(name: string): Promise<Step> {
  console.log(`\n── ${name}`);
  const startedAt = performance.now();
  const { code } = await run('npm', ['run', '--silent', name]);
  return { name, ok: code === 0, seconds: (performance.now() - startedAt) / 1_000 };
}

const taken: Step[] = [];
for (const name of steps) taken.push(await take(name)); // all of them: one run shows everything that is wrong

console.log('');
for (const { name, ok, seconds } of taken) {
  console.log(`${ok ? 'ok    ' : 'FAILED'}  ${name.padEnd(14)} ${seconds.toFixed(1).padStart(7)} s`);
}
if (steps.includes('test')) console.log(`\n${readFileSync(inRoot('test-results', 'total.txt'), 'utf8').trim()}`);
process.exitCode = taken.every((step) => step.ok) ? 0 : 1;
