import type { Command } from '../../core/command.ts';
import type { NextRun } from '../../core/event.ts';
import { backTo, type Branch, type Resets } from '../branching.ts';
import type { Outcome } from '../mail.ts';
import type { Startable } from '../ports.ts';
import { type Office, senderName } from './office.ts';
import type { Sender } from './outbox.ts';

type Continues = Extract<NextRun, { readonly kind: 'continued' }>;

/** LI3, LI4. The run that follows is there when this resolves, however often it is asked for. */
export async function startNext(office: Office, next: NextRun, sender: Sender): Promise<Command> {
  if ((await office.entry(next.runId)) === null) {
    const outcome =
      next.kind === 'continued' ? await goOn(office, next, sender) : await office.branch(goBack(next, sender));
    if (outcome.kind === 'rejected' && outcome.code !== 'alreadyStarted')
      throw new Error(`Run ${next.runId} cannot follow ${sender.runId}: ${outcome.reason}`);
  }
  return { type: 'nextStarted', runId: next.runId };
}

/** In the latest version; in its own where there is none, where that refuses the input, and in a fork, which stays mocked. */
async function goOn(office: Office, next: Continues, sender: Sender): Promise<Outcome> {
  const own = await ownOf(office, sender);
  if (sender.run.mocks !== null)
    return office.branch({ kind: 'continued', next, startable: own, ...sender, by: senderName(sender.runId) });
  const latest = await office.definitions.latest(sender.workflow);
  const outcome = latest && (await start(office, next, sender, latest));
  const isThere = outcome?.kind === 'accepted' || outcome?.code === 'alreadyStarted';
  return isThere ? outcome : start(office, next, sender, own);
}

const goBack = (next: Resets, { runId, run }: Sender): Branch => backTo(run, next, { by: senderName(runId) });

function start(office: Office, next: Continues, sender: Sender, startable: Startable): Promise<Outcome> {
  const { runId, input, continued } = next;
  const { run, traceparent } = sender;
  const identity = {
    runId,
    runKey: run.key,
    parent: run.parent ?? undefined,
    traceparent,
    by: senderName(sender.runId),
  };
  return office.start({ ...startable, ...identity, input, continued }, { mustQueue: true });
}

/** What the run is pinned to, with what it was started with. */
async function ownOf({ journal }: Office, { hash, run }: Sender): Promise<Startable> {
  const definition = await journal.definition(hash);
  if (definition === null) throw new Error(`the definition ${hash} is not in the journal`);
  return { definition, hash, config: run.config };
}
