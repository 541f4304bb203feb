/**
 * What must hold of any history, whatever happened to the engine that wrote it.
 *
 *   1  numbers are dense from 1, and time never goes back
 *   2  it folds: every event is legal where it stands
 *   3  attempts of a step or an undo are numbered densely
 *   4  entries are undone in the order that was decided when undoing began (SG2)
 *   5  an ended run wants nothing of the world any more
 */
import { evolve, initialState, plan, type Program, type Recorded } from '@sagaloom/engine/core';

export function historyFaults(program: Program, history: readonly Recorded[]): readonly string[] {
  return [...numbering(history), ...folding(program, history), ...attempts(history), ...undoing(history)];
}

function numbering(history: readonly Recorded[]): string[] {
  return history.flatMap((event, i) => {
    const faults: string[] = [];
    if (event.seq !== i + 1) faults.push(`event ${i + 1} has number ${event.seq}`);
    if (event.at < (history[i - 1]?.at ?? 0)) faults.push(`event ${event.seq} is earlier than the one before`);
    return faults;
  });
}

function folding(program: Program, history: readonly Recorded[]): string[] {
  let state = initialState();
  for (const event of history) {
    try {
      state = evolve(program, state, event);
    } catch (error) {
      return [`event ${event.seq} (${event.type}) does not fold: ${String(error)}`];
    }
  }
  const ended = history.findIndex((event) => event.type === 'RunEnded');
  if (ended === -1) return [];
  if (ended !== history.length - 1) return [`event ${ended + 1} ends the run, and it goes on`];
  return plan(program, state).map((effect) => `the run has ended and still wants ${effect.id}`);
}

function attempts(history: readonly Recorded[]): string[] {
  const last = new Map<string, number>();
  return history.flatMap((event) => {
    if (event.type !== 'AttemptStarted') return [];
    const key = `${event.undo ? 'undo of ' : ''}${event.path}#${event.visit}`;
    const expected = (last.get(key) ?? 1) + 1;
    last.set(key, event.attempt);
    return event.attempt === expected ? [] : [`${key}: attempt ${event.attempt} follows ${expected - 1}`];
  });
}

function undoing(history: readonly Recorded[]): string[] {
  const decided = history.flatMap((event) => (event.type === 'CompensationStarted' ? event.entries : []));
  const undone = history.filter((event) => event.type === 'UndoCompleted');
  const name = ({ path, visit }: { path: string; visit: number }) => `${path}#${visit}`;
  const want = decided.slice(0, undone.length).map(name).join(' ');
  const got = undone.map(name).join(' ');
  return want === got ? [] : [`undone in the order ${got}, decided ${want}`];
}
