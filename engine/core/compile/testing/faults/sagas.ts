import { blockOf, stepsOf, task } from '../documents.ts';
import { both, fault, saga, undone, type Faults } from './fault.ts';

export const sagasFaults = {
  COMPENSATE_READ_ONLY: [
    fault(
      stepsOf({ a: task({ ...undone, readOnly: true }) }),
      '/steps/a/compensate',
      'a',
      'a is read-only, so there is nothing to undo: remove readOnly or compensate.',
    ),
  ],
  PIVOT_COMPENSATE: [
    fault(
      stepsOf({ s: saga({ a: task({ ...undone, pivot: true }) }) }),
      '/steps/s/steps/a/compensate',
      'a',
      'a is a point of no return, so its compensate would never run: remove one of the two.',
    ),
  ],
  PIVOT_PARALLEL: [
    fault(
      stepsOf({
        s: saga({
          p: both({ a: task({ pivot: true }) }, { branches: { left: blockOf({ a: task({ pivot: true }) }) } }),
        }),
      }),
      '/steps/s/steps/p/branches/left/steps/a/pivot',
      'a',
      'a cannot be a point of no return in a parallel: move it after the parallel.',
    ),
  ],
  PIVOT_CYCLE: [
    fault(
      stepsOf({
        s: saga({
          a: task({ pivot: true, next: 'c' }),
          c: { type: 'choice', branches: [{ when: '{% input.more %}', next: 'a' }], otherwise: 'z' },
          z: task(undone),
        }),
      }),
      '/steps/s/steps/a/pivot',
      'a',
      'a cannot be a point of no return in a cycle: move it out of the cycle.',
    ),
  ],
  PIVOT_OUTSIDE: [
    fault(
      stepsOf({ a: task({ pivot: true }) }),
      '/steps/a/pivot',
      'a',
      'a is in no saga, so pivot means nothing here: remove it.',
    ),
  ],
  PIVOT_FAIL: [
    fault(
      stepsOf({ s: saga({ a: task({ pivot: true, next: 'f' }), f: { type: 'fail', error: { type: 'no' } } }) }),
      '/steps/s/steps/f',
      'f',
      'f fails the saga after a, its point of no return: move it before a.',
    ),
  ],
  PIVOT_FALLIBLE: [
    fault(
      stepsOf({
        s: saga({ a: task({ pivot: true, next: 'b' }), b: task({ retry: [{ nonRetryable: ['http.404'] }] }) }),
      }),
      '/steps/s/steps/b',
      'b',
      'b comes after a, the point of no return, where a failure waits for a person: retry all its errors, or catch them.',
    ),
  ],
  SAGA_NO_UNDO: [
    fault(
      stepsOf({ s: saga({ a: task() }) }),
      '/steps/s/steps/a',
      'a',
      'When s fails, the effect of a stays: add compensate, or say readOnly if it has none.',
    ),
  ],
  SAGA_UNDO_READS: [
    fault(
      stepsOf({ s: saga({ a: task({ compensate: { activity: 'log', with: { id: '{% step.output.body.id %}' } } }) }) }),
      '/steps/s/steps/a/compensate/with/id',
      'a',
      'When it is unknown whether a took effect, step.output.body.id does not exist: use step.key or step.with, or give another value with ??.',
    ),
  ],
  SAGA_CATCH_KEEPS: [
    fault(
      stepsOf({ s: saga({ t: { type: 'try', ...blockOf({ a: task(undone) }), catch: [{}] } }) }),
      '/steps/s/steps/t/catch',
      't',
      't goes on after an error while the effect of a stays until the saga ends: make it a saga to undo at once.',
    ),
  ],
} satisfies Faults;
