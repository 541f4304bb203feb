import type { SignalCommand } from '../../core/command.ts';
import type { RunEntry } from '../entry.ts';
import type { Outcome } from '../mail.ts';
import { lookAt } from './children.ts';
import type { Office } from './office.ts';

type Desk = Pick<Office, 'journal' | 'entry'> & {
  readonly ask: (runId: string, command: SignalCommand) => Promise<Outcome>;
};

/**
 * LI3. To the run, or to the one that follows it: who knows a run by its id need not know that it has continued as another. `soon`: it is
 * just ending, and the next is not there yet.
 */
export async function deliverSignal(desk: Desk, runId: string, command: SignalCommand): Promise<Outcome | 'soon'> {
  for (let at = runId; ;) {
    const outcome = await desk.ask(at, command);
    if (outcome.kind === 'accepted' || outcome.code !== 'notRunning') return outcome;
    const entry = await receiver(desk, at, command.id);
    if (entry) return { kind: 'accepted', entry };
    const last = await lookAt(desk, at); // one after the other: each of them may have got it before
    if (last === null || last.kind === 'ended') return outcome;
    if (last.kind === 'open') return 'soon';
    at = last.next;
  }
}

const PAGE = 1_000;

/** The run, where it got this signal before it ended: delivered before a crash, it must not go to the next one as well. */
async function receiver({ journal, entry }: Desk, runId: string, id: string | undefined): Promise<RunEntry | null> {
  if (id === undefined) return null;
  for (let after = 0; ;) {
    const page = await journal.history(runId, after, PAGE);
    const last = page.at(-1);
    if (last === undefined) return null;
    if (page.some((event) => event.type === 'SignalReceived' && event.id === id)) return entry(runId);
    after = last.seq;
  }
}
