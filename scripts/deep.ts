/**
 * `npm run verify:deep [-- NAME…]`: the proofs that take long. Each leaves a report in docs/proof/, with its date and its commit, so that
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
  /** Vitest's filter on file names; or what is run instead. */
  readonly tests: string | readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const amount = (name: string, usual: string): string => process.env[name] ?? usual;

const kills = amount('SAGALOOM_KILLS', '500');
const mixedKills = amount('SAGALOOM_MIXED_KILLS', '300');
const cuts = amount('SAGALOOM_POWER_CUTS', '2000');
const steps = amount('SAGALOOM_STEPS', '1000000');
const documents = amount('SAGALOOM_FUZZ', '10000');
const workerKills = amount('SAGALOOM_WORKER_KILLS', '100');
const edits = amount('SAGALOOM_RUNS', '5000');
const batch = amount('SAGALOOM_BATCH', '10000');

const proofs: readonly Proof[] = [
  {
    name: 'crash',
    claim: `The engine is killed with SIGKILL ${kills} times in the middle of the order saga; stock, money and history add up each time.`,
    tests: 'examples/crash',
    env: { SAGALOOM_KILLS: kills },
  },
  {
    name: 'mixed-crash',
    claim: `The engine is killed with SIGKILL ${mixedKills} times over sagas, branches, timers, loops, maps, signals, children and chains; nothing acknowledged is lost, nothing complete is done again, and what is in force is what the histories say.`,
    tests: 'engine/proof/crash',
    env: { SAGALOOM_MIXED_KILLS: mixedKills },
  },
  {
    name: 'power-loss',
    claim: `The power goes at ${cuts} moments, and of what was not synced nothing, all, a part or any sectors are left; nothing is lost of what was said. With syncs left out, it is.`,
    tests: 'engine/proof/power',
    env: { SAGALOOM_POWER_CUTS: cuts, SAGALOOM_POWER_LIVES: amount('SAGALOOM_POWER_LIVES', '30') },
  },
  {
    name: 'simulation',
    claim: `${steps} steps of the runtime in worlds decided by seeds; no invariant breaks, and what is wrong would be told with its seed.`,
    tests: ['scripts/simulate.ts', '--seeds', '1', '--steps', steps],
    env: {},
  },
  {
    name: 'planted',
    claim: 'Faults put in on purpose, each found by the simulation.',
    tests: 'engine/proof/simulation',
    env: {},
  },
  {
    name: 'fuzz',
    claim: `${documents} documents of each kind compile or say what is wrong, and what compiles runs to its end.`,
    tests: 'engine/proof/documents',
    env: { SAGALOOM_FUZZ: documents },
  },
  {
    name: 'secrets',
    claim:
      'Planted secrets, betrayed by activities in every way they can and used by all the examples, are in no byte of databases, logs, traces, backups and other output. With nothing taken out, all are found.',
    tests: 'engine/proof/secrets',
    env: { SAGALOOM_SECRETS_EXAMPLES: '1' },
  },
  {
    name: 'servers',
    claim: 'Each built-in activity, each broker and each trigger against its real server.',
    tests: ['scripts/servers.ts'],
    env: {},
  },
  {
    name: 'workers',
    claim: `Workers elsewhere are killed with SIGKILL ${workerKills} times and the engine ${workerKills} times under a batch of ${batch} items; every item has exactly one accepted result, and the log of the service they ask shows no effect twice.`,
    tests: 'engine/proof/workers',
    env: { SAGALOOM_WORKER_KILLS: workerKills, SAGALOOM_BATCH: batch },
  },
  {
    name: 'double',
    claim: "Everything a person does on the page is done with the desktop's parts as well.",
    tests: ['scripts/e2e.ts', '--project=double'],
    env: { SAGALOOM_DOUBLE: 'all' },
  },
  {
    name: 'edits',
    claim: `${edits} random sequences of edits: undone letter by letter, drawn exactly, copied with their meaning; no edit corrupts the document.`,
    tests: 'renderer/document/edits',
    env: { SAGALOOM_RUNS: edits },
  },
  {
    name: 'drawing',
    claim:
      'Each shipped example is drawn from an empty canvas by keyboard and mouse, compiles to the same hash as its file, is undone to the blank letter by letter, and done again.',
    tests: ['scripts/e2e.ts', '--project=page', 'e2e/drawing.spec.ts'],
    env: { SAGALOOM_DRAW: 'all' },
  },
  {
    name: 'views',
    claim: 'Every view of the designer, in light and dark and high contrast: axe finds nothing.',
    tests: ['scripts/e2e.ts', '--project=page', 'e2e/accessible.spec.ts'],
    env: { SAGALOOM_VIEWS: 'all' },
  },
];

function commandOf({ tests }: Proof): readonly string[] {
  if (typeof tests !== 'string') return tests;
  return [inRoot('node_modules/vitest/vitest.mjs'), 'run', '--no-color', '--testTimeout=0', tests];
}

async function prove(proof: Proof, commit: string): Promise<boolean> {
  console.log(`── ${proof.name}: ${proof.claim}`);
  const startedAt = performance.now();
  const { code, output } = await run(process.execPath, commandOf(proof), {
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
    .join('')}npm run verify:deep -- ${proof.name}\` |

\`\`\`
${output.replaceAll(inRoot(), '.').trim()}
\`\`\`
`;
}

const { output } = await run('git', ['describe', '--always', '--dirty', '--abbrev=12'], { quiet: true });
const wanted = process.argv.slice(2);
let allHeld = true;
for (const proof of proofs.filter(({ name }) => wanted.length === 0 || wanted.includes(name)))
  allHeld = (await prove(proof, output.trim())) && allHeld;
process.exitCode = allHeld ? 0 : 1;
