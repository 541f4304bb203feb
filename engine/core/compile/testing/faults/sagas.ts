import { blockOf, stepsOf, task } from '../documents.ts';
import { both, each, fault, saga, undone, type Faults } from './fault.ts';

export const sagasFaults = {
  COMPENSATE_READ_ONLY: [
    fault(
      stepsOf({ a: task({ ...undone, readOnly: true }) }),
      '/steps/a/compensate',
      'a',
      'a is read-only, so there is nothing to undo: remove readOnly or compensate.',
    ),
  ],
  COMPENSATE_AMBIGUOUS: [
    fault(
      stepsOf({ a: task({ compensate: {} }) }),
      '/steps/a/compensate',
      'a',
      'The compensate of a does not say what undoes: add activity or workflow.',
    ),
    fault(
      stepsOf({ a: { type: 'emit', event: 'e', compensate: { activity: 'log', workflow: 'w' } } }),
      '/steps/a/compensate',
      'a',
      'The compensate of a has both activity and workflow: remove one.',
    ),
  ],
  COMPENSATE_TIMEOUTS: [
    fault(
      stepsOf({ a: task({ compensate: { workflow: 'refund', timeouts: { startToClose: '1m' } } }) }),
      '/steps/a/compensate/timeouts',
      'a',
      'refund keeps its own time, not these limits: remove timeouts, and set its timeout in its own file.',
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
      stepsOf({ s: saga({ m: each({ a: task({ pivot: true }) }) }) }),
      '/steps/s/steps/m/steps/a/pivot',
      'a',
      'a cannot be a point of no return in a map: move it after the map.',
    ),
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
    ...(
      [
        [{ type: 'receive', signal: 'paid', timeout: '1h' }, 'remove its timeout, or give it an onTimeout'],
        [task({ timeouts: { scheduleToClose: '1h' } }), 'remove its scheduleToClose'],
        [{ type: 'emit', signal: 'paid', to: 'r1' }, 'the run it signals may be gone, so catch signal'],
        [{ type: 'child', workflow: 'w' }, 'the run it starts may fail for good, so catch child'],
      ] as const
    ).map(([step, hint]) =>
      fault(
        stepsOf({ s: saga({ a: task({ pivot: true, next: 'b' }), b: step }) }),
        '/steps/s/steps/b',
        'b',
        `b comes after a, the point of no return, where a failure waits for a person: ${hint}.`,
      ),
    ),
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
    ...[
      { type: 'emit', event: 'e' },
      { type: 'child', workflow: 'w' },
    ].map((step) =>
      fault(
        stepsOf({ s: saga({ a: step }) }),
        '/steps/s/steps/a',
        'a',
        'When s fails, the effect of a stays: add compensate, or say readOnly if it has none.',
      ),
    ),
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
