import type { Recorded, StepDetail } from '../../core/event.ts';
import type { Effect, Failure } from '../../core/failure.ts';
import type { Json } from '../../core/json.ts';
import type { Mock, Mocks } from './mocks.ts';

/** LI4. How each attempt of a run ended, as a mocks file: entries by step, in order, each for its place. */
export function recordedMocks(history: readonly Recorded[]): Mocks {
  const mocks = new Map<string, Mock[]>();
  const ids = new Map<string, string>();
  const note = (event: Recorded & { path: string; visit: number }, undo: boolean, how: Answer): void => {
    const { path, visit } = event;
    const id = ids.get(`${path}#${visit}`);
    if (id === undefined) return; // no attempts of its own
    const key = undo ? `${id}#undo` : id;
    mocks.set(key, [...(mocks.get(key) ?? []), { ...how, path, visit } as Mock]);
  };
  for (const event of history) {
    if (event.type === 'StepStarted' && isEffectful(event.detail)) ids.set(`${event.path}#${event.visit}`, event.id);
    if (event.type === 'StepCompleted') note(event, false, { return: event.output });
    if (event.type === 'UndoCompleted') note(event, true, { return: event.output });
    if (event.type === 'AttemptFailed') note(event, event.undo, { throw: thrown(event.error, event.effect) });
  }
  return Object.fromEntries(mocks);
}

/** As a mocks file holds it; what is in it came from a history, and so is JSON. */
type Answer = { readonly return: Json } | { readonly throw: object };

const isEffectful = ({ kind }: StepDetail): boolean => kind === 'task' || kind === 'emit' || kind === 'child';

function thrown({ type, message, details, retryable }: Failure, effect: Effect) {
  return {
    type,
    message,
    effect,
    ...(details === undefined ? {} : { details: details satisfies Json }),
    ...(retryable === undefined ? {} : { retryable }),
  };
}
