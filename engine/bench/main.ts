/** What `sagaloom bench` does, as a process that is not itself measured. */
import { type Args, parse } from './args.ts';
import { peersHere } from './beside/locate.ts';
import { inFolder } from './measure/folder.ts';
import { measureRounds } from './plan/rounds.ts';
import { record } from './report/record.ts';
import { documentOf, resultsOf } from './report/results.ts';
import { textOf } from './report/text.ts';
import type { Contender } from './task.ts';

/** As the command line's own exit codes, which this folder may not import. */
const WRONG_INPUT = 1;
const ENVIRONMENT = 4;
const BUG = 70;

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(ENVIRONMENT)); // with the folder removed
process.once('disconnect', () => process.exit(ENVIRONMENT)); // who started us is gone
process.channel?.unref();

async function bench({ benches, rounds, seconds, peers, json, record: isRecorded }: Args): Promise<void> {
  const here = peers ? peersHere() : new Set<Contender>();
  const contenders: readonly Contender[] = ['ours', 'log', ...here];
  if (peers && here.size === 0 && benches.some(({ compares }) => compares))
    say('No peers are installed: npm ci --prefix engine/bench/peers');
  const measured = await inFolder((folder) => measureRounds({ benches, rounds, seconds, contenders, folder, say }));
  const results = resultsOf(benches, measured);
  process.stdout.write(`${json ? JSON.stringify(documentOf(results), null, 2) : textOf(results)}\n`);
  if (isRecorded) record(results, new Date());
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

function fail(message: string, code: number): void {
  say(`sagaloom: ${message.replaceAll(/\s*\n\s*/g, ' ')}`);
  process.exitCode = code;
}

const parsed = parse(process.argv.slice(2));
if (parsed.ok) {
  await bench(parsed.args).catch((error: unknown) => fail(error instanceof Error ? error.message : String(error), BUG));
} else {
  fail(parsed.message, WRONG_INPUT);
}
