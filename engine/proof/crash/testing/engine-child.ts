/**
 * The engine under mixed load: deploys, begins runs of every kind, sends signals, and says what was acknowledged, line by line. With
 * no runs to begin it only goes on with what is open, and says when nothing is.
 */
import { builtinActivities, localActivities, noPlace } from '../../../activities/index.ts';
import { openEngine } from '../../../node/index.ts';
import { randomFrom } from '../../random.ts';
import { type LoadName, loadNames, loadOf } from '../documents.ts';

const [, , database = '', url = '', life = '0', count = '0'] = process.argv;
const random = randomFrom(Number(life) + 1);
const say = (line: object): boolean => process.stdout.write(`${JSON.stringify(line)}\n`);

process.stdin.once('end', () => process.exit()).resume();
const engine = await openEngine({
  database,
  activities: localActivities(
    builtinActivities,
    () => undefined,
    () => ({ ok: true, place: noPlace }),
  ),
});
say({ open: true });
await engine.deploy({ ...loadOf('order'), by: 'load' });

/** Every receiver gets a signal that is sent again and again in each life, under one id, until somebody hears that it came. */
async function begin(name: LoadName, runId: string, to: string): Promise<void> {
  const input = { url, fails: random.chance(0.4), left: 2, to };
  const outcome = await engine.start({ ...loadOf(name), runId, input, config: {}, by: 'load' });
  if (outcome.kind === 'accepted') say({ started: runId, name, fails: input.fails });
}

async function tell(runId: string): Promise<void> {
  const id = `${runId}-go`;
  const outcome = await engine.signal(runId, { name: 'go', payload: 1, id, by: 'load' });
  if (outcome.kind === 'accepted') say({ signalled: runId, id });
}

/** A receiver whose sender was never begun would wait for ever. */
const hasSender = (open: readonly { readonly workflow: string }[]): boolean =>
  open.some(({ workflow }) => workflow === 'sender');

const names = Array.from({ length: Number(count) }, () => random.pick(loadNames) ?? 'order');
await Promise.all(
  names.map(async (name, i) => {
    const runId = `${name}-${life}-${i}`;
    const to = `receiver-${life}-for-${i}`;
    if (name === 'sender') await begin('receiver', to, '');
    await begin(name, runId, to);
  }),
);
for (;;) {
  const open = engine.reader.runs({ limit: 500, status: 'running' }).items;
  const isHeard = (runId: string): boolean => runId.includes('-for-') && (count !== '0' || hasSender(open));
  for (const { runId, workflow } of open) if (workflow === 'receiver' && !isHeard(runId)) await tell(runId);
  if (open.length === 0 && count === '0') break;
  await new Promise((resolve) => setTimeout(resolve, 50));
}
say({ over: true });
