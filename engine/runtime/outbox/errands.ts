import { type Children, closeChild } from './children.ts';
import { emit } from './emit.ts';
import { startNext } from './next-run.ts';
import { attemptEnded, type Office } from './office.ts';
import type { Attended, Errand, Sender } from './outbox.ts';

/** Does what a run wants, and says what the run is to be told. Doing it twice is doing it once. */
export async function attendErrand(
  office: Office,
  children: Children,
  errand: Errand,
  sender: Sender,
): Promise<Attended> {
  const scripted = errand.kind === 'emit' || errand.kind === 'child' ? office.script(errand, sender) : null;
  if (scripted !== null) return scripted;
  switch (errand.kind) {
    case 'emit': {
      const result = await emit(office, errand, sender);
      return result === 'soon' ? result : attemptEnded(errand, result);
    }
    case 'child':
      return children.attend(office, errand, sender);
    case 'slot':
      await office.settleSlots(sender.workflow, errand.key, errand.limit);
      return 'wait'; // told by whoever finds a slot free
    case 'closeChild':
      return closeChild(office, errand, sender);
    case 'nextRun':
      return startNext(office, errand.next, sender);
  }
}
