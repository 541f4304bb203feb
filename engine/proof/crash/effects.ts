import { type Recorded, StepKeys } from '../../core/index.ts';

export interface Call {
  readonly key: string;
  readonly at: number;
  readonly status: number;
  readonly route: string;
}

export type EffectState = 'done' | 'undone' | 'tombstone';

/** One key, as the histories know it. */
interface Known {
  readonly place: string;
  attempts: number;
  completedAt: number | null;
}

/**
 * What must hold between the histories and what the outer world saw.
 *
 *   CR1  nothing was asked before it was in a history: every key is known (AT5)
 *   CR2  no more calls under a key than attempts begun
 *   CR3  what is recorded complete is not asked for again (AT3, SG5)
 *   CR4  what is recorded complete was done
 */
export function callFaults(
  histories: ReadonlyMap<string, readonly Recorded[]>,
  calls: readonly Call[],
): readonly string[] {
  const known = keysIn(histories);
  const byKey = Map.groupBy(calls, ({ key }) => key);
  const strangers = [...byKey.keys()].filter((key) => !known.has(key)).map((key) => `CR1 nobody knows the key ${key}`);
  return [...strangers, ...[...known].flatMap(([key, one]) => keyFaults(one, byKey.get(key) ?? []))];
}

function keyFaults({ place, attempts, completedAt }: Known, calls: readonly Call[]): readonly string[] {
  const faults = calls.length > attempts ? [`CR2 ${place}: ${calls.length} calls for ${attempts} attempts`] : [];
  if (completedAt === null) return faults;
  if (calls.some(({ at }) => at > completedAt)) faults.push(`CR3 ${place} was asked for after it was complete`);
  if (!calls.some(({ status }) => status === 200)) faults.push(`CR4 ${place} is complete, and was never done`);
  return faults;
}

/** Once all has ended: what the histories say is in force is in force, and nothing else. */
export function bookFaults(
  histories: ReadonlyMap<string, readonly Recorded[]>,
  effects: Readonly<Record<string, EffectState>>,
): readonly string[] {
  const known = keysIn(histories);
  const inForce = Object.entries(effects)
    .filter(([, state]) => state === 'done')
    .map(([key]) => key);
  const standing = [...known].filter(([key, one]) => isStanding(known, key, one)).map(([key]) => key);
  return [
    ...inForce
      .filter((key) => !standing.includes(key))
      .map((key) => `BO1 ${known.get(key)?.place ?? key} is in force, and should not be`),
    ...standing
      .filter((key) => !inForce.includes(key))
      .map((key) => `BO2 ${known.get(key)?.place ?? key} should be in force`),
  ];
}

function isStanding(known: ReadonlyMap<string, Known>, key: string, { completedAt, place }: Known): boolean {
  return (
    !key.endsWith(':undo') &&
    completedAt !== null &&
    !place.includes('/look') &&
    (known.get(`${key}:undo`)?.completedAt ?? null) === null
  );
}

/** Keys of the steps that ask the outer world, and of their undos. */
function keysIn(histories: ReadonlyMap<string, readonly Recorded[]>): Map<string, Known> {
  const known = new Map<string, Known>();
  for (const [runId, history] of histories) {
    const keys = new Map<string, string>();
    const ofSteps = new StepKeys();
    const at = (place: { path: string; visit: number }, undo: boolean): Known | null => {
      const name = `${place.path}#${place.visit}`;
      const key = keys.get(name);
      if (key === undefined) return null;
      const full = undo ? `${key}:undo` : key;
      const there = known.get(full) ?? {
        place: `${runId}: ${undo ? 'undo of ' : ''}${name}/${place.path}`,
        attempts: 1,
        completedAt: null,
      };
      known.set(full, there);
      return there;
    };
    for (const event of history) {
      ofSteps.see(event);
      if (event.type === 'StepStarted' && event.detail.kind === 'task')
        keys.set(`${event.path}#${event.visit}`, ofSteps.of(event));
      note(event, at);
    }
  }
  return known;
}

function note(event: Recorded, at: (place: { path: string; visit: number }, undo: boolean) => Known | null): void {
  switch (event.type) {
    case 'StepStarted':
      if (event.detail.kind === 'task') at(event, false);
      return;
    case 'CompensationStarted':
      for (const entry of event.entries) at(entry, true);
      return;
    case 'AttemptStarted': {
      const one = at(event, event.undo);
      if (one) one.attempts = event.attempt;
      return;
    }
    case 'StepCompleted':
    case 'UndoCompleted': {
      const one = at(event, event.type === 'UndoCompleted');
      if (one) one.completedAt = event.at;
      return;
    }
    default:
  }
}
