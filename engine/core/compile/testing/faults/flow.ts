import { blockOf, documentOf, stepsOf, task } from '../documents.ts';
import { both, end, fault, saga, undone, type Faults } from './fault.ts';

export const flowFaults = {
  STEP_DUPLICATE: [
    fault(
      stepsOf({ a: saga({ b: task(undone) }, { next: 'b' }), b: task() }),
      '/steps/b',
      'b',
      'There is another step b: ids are unique in the whole file, so rename one.',
    ),
  ],
  STEP_NOT_FOUND: [
    fault(
      stepsOf({ pay: task({ next: 'shp' }), ship: task() }),
      '/steps/pay/next',
      'pay',
      'pay goes on to shp, which does not exist: did you mean ship?',
    ),
    fault(
      stepsOf({ a: saga({ b: task(undone) }), c: task({ next: 'b' }) }),
      '/steps/c/next',
      'c',
      'c goes on to b, which is in another block: did you mean a?',
    ),
    fault(
      stepsOf({ a: end }, { start: 'missing' }),
      '/start',
      null,
      'The start, missing, does not exist: name one of this block (a).',
    ),
  ],
  STEP_UNREACHABLE: [
    fault(stepsOf({ a: task(), b: task() }), '/steps/b', 'b', 'No way leads to b: connect or remove it.'),
  ],
  BLOCK_EMPTY: [
    fault(documentOf({ start: 'a', steps: {} }), '', null, 'The workflow has no steps: add one.'),
    fault(stepsOf({ a: both({}) }), '/steps/a/branches/left', 'a', 'Branch left of a has no steps: add one.'),
  ],
  CYCLE_INSTANT: [
    fault(
      stepsOf({ a: { type: 'set', assign: {}, next: 'b' }, b: { type: 'set', assign: {}, next: 'a' } }),
      '/steps/a',
      'a',
      'a → b → a never ends: add a choice that leaves it, a task or a wait.',
    ),
  ],
  CHOICE_NO_OTHERWISE: [
    fault(
      stepsOf({ a: { type: 'choice', branches: [{ when: '{% input.ok %}' }] } }),
      '/steps/a',
      'a',
      'When no branch of a is true, it fails with error choice: add otherwise if that is not meant.',
    ),
  ],
  PARALLEL_EMPTY: [
    fault(stepsOf({ a: { type: 'parallel', branches: {} } }), '/steps/a', 'a', 'a has no branches: add one.'),
  ],
  JOIN_TOO_LARGE: [
    fault(
      stepsOf({ a: both({ l: task() }, { join: { count: 3 } }) }),
      '/steps/a/join/count',
      'a',
      'a waits for 3 of 2 branches: lower the count or add branches.',
    ),
  ],
  WAIT_AMBIGUOUS: [
    fault(
      stepsOf({ a: { type: 'wait' } }),
      '/steps/a',
      'a',
      'a does not say how long it waits: add for (a duration) or until (a time).',
    ),
    fault(
      stepsOf({ a: { type: 'wait', for: '1s', until: '2026-01-01T00:00:00Z' } }),
      '/steps/a',
      'a',
      'a has both for and until: remove one.',
    ),
  ],
  SUCCEED_MISPLACED: [
    fault(
      stepsOf({ a: { type: 'try', ...blockOf({ b: task() }), finally: blockOf({ f: end }) } }),
      '/steps/a/finally/steps/f',
      'f',
      'f ends the whole run, which a step in a finally cannot: leave out next to end the block instead.',
    ),
    fault(
      stepsOf({ a: saga({ t: { type: 'try', ...blockOf({ b: end }) } }) }),
      '/steps/a/steps/t/steps/b',
      'b',
      'b ends the whole run, which a step in a saga cannot: leave out next to end the block instead.',
    ),
  ],
  CATCH_UNREACHABLE: [
    fault(
      stepsOf({ a: task({ catch: [{ errors: ['http'] }, { errors: ['http.503'] }] }) }),
      '/steps/a/catch/1',
      'a',
      'Clause 2 never catches, since clause 1 takes all it would: put it first or remove it.',
    ),
  ],
  RETRY_UNREACHABLE: [
    fault(
      stepsOf({ a: task({ retry: [{}, { errors: ['http'] }] }) }),
      '/steps/a/retry/1',
      'a',
      'Rule 2 never applies, since rule 1 matches all it would: put it first or remove it.',
    ),
  ],
  RETRY_INTERVALS: [
    fault(
      stepsOf({ a: task({ retry: [{ initialInterval: '2m' }] }) }),
      '/steps/a/retry/0',
      'a',
      'The first interval is longer than maxInterval, which is used instead: raise maxInterval.',
    ),
  ],
  TIMEOUT_NOT_KEPT: [
    fault(
      stepsOf({ a: task({ timeouts: { heartbeat: '5s' } }) }),
      '/steps/a/timeouts/heartbeat',
      'a',
      'The time limit heartbeat is not kept yet: use startToClose or scheduleToClose.',
    ),
  ],
  TIMEOUT_TOO_LONG: [
    fault(
      stepsOf({ a: task({ timeouts: { startToClose: '2m', scheduleToClose: '1m' } }) }),
      '/steps/a/timeouts/startToClose',
      'a',
      'An attempt may take longer (startToClose) than all together (scheduleToClose), which then end it.',
    ),
  ],
  ACTIVITY_UNKNOWN: [
    fault(
      stepsOf({ a: task({ activity: 'htp' }) }),
      '/steps/a/activity',
      'a',
      'No activity htp is known here: did you mean http?',
    ),
  ],
} satisfies Faults;
