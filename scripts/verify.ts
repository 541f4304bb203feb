/**
 * `npm run verify`: all that CI runs, the cheapest first. `--without-tests` leaves out what `npm test` runs, for whoever has just
 * run it.
 */
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { inRoot } from './root.ts';
import { run } from './run.ts';

const isTested = process.argv.includes('--without-tests');

const steps: readonly (readonly string[])[] = [
  ['format:check'],
  ['lint'],
  ['types'],
  ['walls'],
  ['spec'],
  ['unused'],
  ...(isTested ? [] : [['test']]),
  ['e2e', '--', '--project=double'],
];

interface Taken {
  readonly name: string;
  readonly ok: boolean;
  readonly seconds: number;
}

async function take(step: readonly string[]): Promise<Taken> {
  const name = step.join(' ');
  console.log(`\n── ${name}`);
  const startedAt = performance.now();
  const { code } = await run('npm', ['run', '--silent', ...step]);
  return { name, ok: code === 0, seconds: (performance.now() - startedAt) / 1_000 };
}

const taken: Taken[] = [];
for (const step of steps) taken.push(await take(step)); // all of them: one run shows everything that is wrong

console.log('');
for (const { name, ok, seconds } of taken) {
  console.log(`${ok ? 'ok    ' : 'FAILED'}  ${seconds.toFixed(1).padStart(6)} s  ${name}`);
}
if (!isTested) console.log(`\n${readFileSync(inRoot('test-results', 'total.txt'), 'utf8').trim()}`);
process.exitCode = taken.every((step) => step.ok) ? 0 : 1;
