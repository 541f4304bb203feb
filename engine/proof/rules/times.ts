import { plan, type Program, type Recorded, type RunState } from '../../core/index.ts';
import { placeKey } from '../../core/machine/state.ts';

/**
 * SI3. What only a timer brings about must not be recorded before that timer is due. What a person commands waits for no timer, and
 * what the world answers waits for none either.
 */
export function timeFaults(program: Program, state: RunState, event: Recorded): readonly string[] {
  const timer = timerOf(state, event);
  if (timer === null || event.by !== undefined) return [];
  const wanted = plan(program, state).find(({ id }) => id === timer);
  if (wanted?.kind !== 'timer') return [`SI3 ${event.type} of a timer that nobody set: ${timer}`];
  if (wanted.at > event.at) return [`SI3 timer ${timer} fired ${wanted.at - event.at} ms before it was due`];
  return [];
}

/** Id of the timer that must have fired; null for what other causes have. */
function timerOf(state: RunState, event: Recorded): string | null {
  switch (event.type) {
    case 'RunTimedOut':
      return 'run';
    case 'BlockTimedOut': {
      const step = state.active[placeKey(event)];
      return step?.kind === 'composite' ? `block:${placeKey(event)}:${step.attempt}` : `block:${placeKey(event)}:?`;
    }
    case 'BlockRetried':
      return `retry:${placeKey(event)}:${event.attempt - 1}`;
    case 'AttemptStarted':
      return event.undo
        ? `retry:undo:${placeKey(event)}:${event.attempt - 1}`
        : `retry:${placeKey(event)}:${event.attempt - 1}`;
    case 'StepCompleted':
      return state.active[placeKey(event)]?.kind === 'wait' ? `wake:${placeKey(event)}` : null;
    case 'StepFailed':
      return event.error.type === 'timeout.signal' && state.active[placeKey(event)]?.kind === 'receive'
        ? `signal:${placeKey(event)}`
        : null;
    default:
      return null;
  }
}
