/**
 * An engine on a database in the folder whose power will go. It says each thing that must outlive a power cut in a file of that
 * folder, so that the shim notes it in its place among the writes: a start that was acknowledged, an attempt that was begun, an
 * answer that was recorded, an end that was shown.
 */
import { openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { openWritable } from '../../../node/database.ts';
import { sqliteJournal } from '../../../node/journal.ts';
import { randomIds } from '../../../node/randomIds.ts';
import { systemClock } from '../../../node/systemClock.ts';
import { openRuntime } from '../../../runtime/engine.ts';
import type { Activities } from '../../../runtime/ports.ts';
import { madeFrom } from '../../documents/made.ts';
import { randomFrom } from '../../random.ts';
import { fateOf, troubled } from '../../simulation/answers.ts';

const [, , folder = '', seedText = '0', life = '0', runs = '1', synchronous = 'FULL'] = process.argv;
const random = randomFrom(Number(seedText));
const LANES = 5;
/** So few that the log is moved into the database many times. */
const CHECKPOINT_PAGES = 30;

const said = openSync(join(folder, `said-${life}`), 'a');
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const say = (line: object): number => writeSync(said, `${JSON.stringify(line)}\n`);

let serial = Number(life) * 1_000_000;
const activities: Activities = {
  async perform({ run: { runId }, id, undo }) {
    say({ runId, begun: id });
    await pause(random.below(4));
    const fate = fateOf(random, troubled, undo, (serial += 1));
    if (fate.kind === 'throws') throw new Error('a bug of the activity');
    return fate.result;
  },
};

process.stdin.once('end', () => process.exit()).resume();
const file = join(folder, 'runs.db');
const database = openWritable(file);
database.pragma(`synchronous = ${synchronous}`); // planted, where it is not FULL
database.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);

const journal = sqliteJournal(database, file);
const engine = await openRuntime({ journal, clock: systemClock, ids: randomIds, activities });
process.stdout.write(`${JSON.stringify({ open: true })}\n`);

const watch = async (runId: string): Promise<void> => {
  for await (const events of engine.events(runId)) say({ runId, shown: events.at(-1)?.seq ?? 0 });
};
/** One run after another, without waiting for those that wait long. */
const lane = async (number: number): Promise<void> => {
  for (let i = 0; i < Number(runs); i += 1) {
    const runId = `r${life}-${number}-${i}`;
    const { definition, hash } = madeFrom(random, 'power');
    const outcome = await engine.start({ definition, hash, runId, input: { left: 1 }, config: {}, by: 'power' });
    if (outcome.kind === 'accepted') say({ runId, started: true });
    void watch(runId);
    await Promise.race([engine.settled(runId), pause(60)]);
  }
};
await Promise.all(Array.from({ length: LANES }, (_, i) => lane(i)));
if (random.chance(0.5)) {
  await engine.close();
  database.close();
}
process.stdout.write(`${JSON.stringify({ ended: true })}\n`);
