import type { SignalCommand } from '../../core/command.ts';
import type { Outcome } from '../mail.ts';
import { endOfChain } from './children.ts';
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
    const last = await endOfChain(desk, at);
    if (last === null || last.endedAt !== null) return outcome;
    if (last.runId === at) return 'soon';
    at = last.runId;
  }
}
