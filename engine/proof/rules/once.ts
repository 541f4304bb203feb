import type { Place, Recorded } from '../../core/index.ts';

export type Seen = Set<string>;

/** SI4. What may be recorded once, told by what it is about. */
export function onceFaults(seen: Seen, event: Recorded): readonly string[] {
  if (event.type === 'RunBranched') forgetAttempts(seen); // LI4: what was open is begun anew
  if (event.type === 'StepStarted') forgetUndo(seen, event); // LI4: what was carried, and undone, is done by the step itself
  const name = nameOf(event);
  if (name === null) return [];
  if (seen.has(name)) return [`SI4 ${name} is recorded twice (event ${event.seq})`];
  seen.add(name);
  return [];
}

function forgetAttempts(seen: Seen): void {
  for (const name of seen) if (name.startsWith('Attempt')) seen.delete(name);
}

/** Of any other visit none is recorded before it begins. */
function forgetUndo(seen: Seen, { path, visit }: Place): void {
  const place = `${path}#${visit}`;
  if (!seen.delete(`UndoCompleted ${place}`)) return;
  for (const name of seen)
    if (['AttemptStarted', 'AttemptFailed'].some((type) => name.startsWith(`${type} undo of ${place}:`)))
      seen.delete(name);
}

function nameOf(event: Recorded): string | null {
  switch (event.type) {
    case 'RunStarted':
    case 'RunEnded':
    case 'RunTimedOut':
      return event.type;
    case 'StepStarted':
    case 'StepCompleted':
    case 'UndoCompleted':
    case 'StepCancelled':
      return `${event.type} ${event.path}#${event.visit}`;
    case 'AttemptStarted':
    case 'AttemptFailed':
      return `${event.type} ${event.undo ? 'undo of ' : ''}${event.path}#${event.visit}:${event.attempt}`;
    case 'BlockRetried':
      return `${event.type} ${event.path}#${event.visit}:${event.attempt}`;
    default:
      return null;
  }
}
