/**
 * `npm run verify:deep`: the proofs that take long. Each leaves a report in docs/proof/, with its date and its commit, so that
 * a claim made in the docs can be traced to a run.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { performance } from 'node:perf_hooks';
import { inRoot } from './root.ts';
import { run } from './run.ts';

interface Proof {
  readonly name: string;
  readonly claim: string;
  /** Vitest's filter on file names. */
  readonly tests: string;
  readonly env: Readonly<Record<string, string>>;
}

const kills = process.env['SAGALOOM_KILLS'] ?? '500';

const proofs: readonly Proof[] = [
  {
    name: 'crash',
    claim: `The engine is killed with SIGKILL ${kills} times in the middle of the order saga; stock, money and history add up each time.`,
    tests: 'crash',
    env: { SAGALOOM_KILLS: kills },
  },
];

async function prove(proof: Proof, commit: string): Promise<boolean> {
  console.log(`── ${proof.name}: ${proof.claim}`);
  const startedAt = performance.now();
  const vitest = inRoot('node_modules/vitest/vitest.mjs');
  const { code, output } = await run(process.execPath, [vitest, 'run', '--no-color', '--testTimeout=0', proof.tests], {
    env: { ...proof.env, NO_COLOR: '1' },
    quiet: true,
  });
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  mkdirSync(inRoot('docs', 'proof'), { recursive: true });
  writeFileSync(inRoot('docs', 'proof', `${proof.name}.md`), report(proof, commit, code === 0, seconds, output));
  console.log(`${code === 0 ? 'held' : 'FAILED'} after ${seconds} s: docs/proof/${proof.name}.md`);
  return code === 0;
}

function report(proof: Proof, commit: string, held: boolean, seconds: number, output: string): string {
  return `# Proof: ${proof.name}

${proof.claim}

| | |
| --- | --- |
| result | ${held ? 'held' : '**failed**'} |
| date | ${new Date().toISOString()} |
| commit | ${commit} |
| took | ${seconds} s on ${availableParallelism()} cores, Node ${process.versions.node}, ${process.platform} ${process.arch} |
| command | \`${Object.entries(proof.env)
    .map(([name, value]) => `${name}=${value} `)
    .join('')}npm run verify:deep\` |

\`\`\`
${output.replaceAll(inRoot(), '.').trim()}
\`\`\`
`;
}

const { output } = await run('git', ['describe', '--always', '--dirty', '--abbrev=12'], { quiet: true });
let allHeld = true;
for (const proof of proofs) allHeld = (await prove(proof, output.trim())) && allHeld;
process.exitCode = allHeld ? 0 : 1;
