import { blockOf, documentOf, stepsOf, task } from '../documents.ts';
import { both, each, end, fault, once, saga, undone, type Faults } from './fault.ts';

export const flowFaults = {
  STEP_DUPLICATE: [
    fault(
      stepsOf({ a: each({ b: task() }, { next: 'b' }), b: task() }),
      '/steps/b',
      'b',
      'There is another step b: ids are unique in the whole file, so rename one.',
    ),
    fault(
      stepsOf({ a: saga({ b: task(undone) }, { next: 'b' }), b: task() }),
      '/steps/b',
      'b',
      'There is another step b: ids are unique in the whole file, so rename one.',
    ),
  ],
  STEP_NOT_FOUND: [
    fault(
      stepsOf({ a: { type: 'receive', signal: 'paid', timeout: '1h', onTimeout: 'bb', next: 'b' }, b: task() }),
      '/steps/a/onTimeout',
      'a',
      'a goes on to bb, which does not exist: did you mean b?',
    ),
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
    fault(stepsOf({ a: each({}) }), '/steps/a', 'a', 'a has no steps: add one.'),
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
      stepsOf({ a: each({ b: end }) }),
      '/steps/a/steps/b',
      'b',
      'b ends the whole run, which a step in a map cannot: leave out next to end the block instead.',
    ),
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
  HEARTBEAT_TOO_LONG: [
    fault(
      stepsOf({ a: task({ timeouts: { heartbeat: '90s' } }) }),
      '/steps/a/timeouts/heartbeat',
      'a',
      'An attempt is over (startToClose 1m) before its heartbeat is missed: lower heartbeat, or raise startToClose.',
    ),
    fault(
      stepsOf({ a: task({ timeouts: { startToClose: '5s' } }) }, { defaults: { timeouts: { heartbeat: '5s' } } }),
      '/steps/a/timeouts',
      'a',
      'An attempt is over (startToClose 5s) before its heartbeat is missed: lower heartbeat, or raise startToClose.',
    ),
  ],
  TIMEOUT_TOO_LONG: [
    fault(
      stepsOf({ a: task({ timeouts: { scheduleToStart: '2m', scheduleToClose: '1m' } }) }),
      '/steps/a/timeouts/scheduleToStart',
      'a',
      'The wait in the queue may take longer (scheduleToStart) than all together (scheduleToClose), which then end it.',
    ),
    fault(
      stepsOf({ a: task({ timeouts: { startToClose: '2m', scheduleToClose: '1m' } }) }),
      '/steps/a/timeouts/startToClose',
      'a',
      'An attempt may take longer (startToClose) than all together (scheduleToClose), which then end it.',
    ),
  ],
  ERROR_TYPE: [
    fault(
      stepsOf({ a: task({ catch: [{ errors: ['http.*'] }] }) }),
      '/steps/a/catch/0/errors/0',
      'a',
      'No error has the type "http.*": http matches all that begin with it.',
    ),
    fault(
      stepsOf({ a: task({ retry: [{ nonRetryable: ['http.404', ' http.'] }] }) }),
      '/steps/a/retry/0/nonRetryable/1',
      'a',
      'No error has the type " http.": http matches all that begin with it.',
    ),
    fault(
      stepsOf({ a: task() }, { defaults: { retry: [{ errors: ['**'] }] } }),
      '/defaults/retry/0/errors/0',
      null,
      'No error has the type "**": write * for all.',
    ),
  ],
  MAP_ITEMS: [
    fault(
      stepsOf({ a: each({ b: task() }, { items: { no: 'array' } }) }),
      '/steps/a/items',
      'a',
      'The items of a are no array: write an array, or an expression that gives one.',
    ),
  ],
  EMIT_AMBIGUOUS: [
    fault(
      stepsOf({ a: { type: 'emit' } }),
      '/steps/a',
      'a',
      'a does not say what it emits: add signal and to, or event.',
    ),
    fault(
      stepsOf({ a: { type: 'emit', signal: 'paid', to: 'r1', event: 'paid' } }),
      '/steps/a',
      'a',
      'a has both signal and event: remove one.',
    ),
    fault(
      stepsOf({ a: { type: 'emit', signal: 'paid' } }),
      '/steps/a',
      'a',
      'a does not say which run it signals: add to, the id of the run.',
    ),
    fault(
      stepsOf({ a: { type: 'emit', event: 'paid', to: 'r1' } }),
      '/steps/a',
      'a',
      'a publishes an event, which goes to nobody in particular: remove to.',
    ),
  ],
  EMIT_TARGET: [
    fault(
      stepsOf({ a: { type: 'emit', signal: 'paid', to: { id: '{% input.id %}' } } }),
      '/steps/a/to',
      'a',
      'a signals what is no run: write its id as a text, or an expression that gives it.',
    ),
  ],
  RECEIVE_NO_TIMEOUT: [
    fault(
      stepsOf({ a: { type: 'receive', signal: 'paid', onTimeout: 'b', next: 'b' }, b: task() }),
      '/steps/a/onTimeout',
      'a',
      'a waits without end, so it never goes on to onTimeout: add timeout, or remove onTimeout.',
    ),
  ],
  SIGNAL_UNDECLARED: [
    fault(
      stepsOf({ a: { type: 'receive', signal: 'piad' } }, { signals: { paid: {} } }),
      '/steps/a/signal',
      'a',
      'a waits for the signal piad, which is not declared: did you mean paid?',
    ),
  ],
  CONTINUE_MISPLACED: [
    fault(
      stepsOf({ a: { type: 'try', ...blockOf({ b: { type: 'continueAsNew' } }) } }),
      '/steps/a/steps/b',
      'b',
      'b ends the run to begin it anew, which a step inside a cannot: move it to the top.',
    ),
  ],
  TRIGGER_AMBIGUOUS: [
    fault(
      stepsOf({ a: end }, { triggers: { nightly: { type: 'schedule' } } }),
      '/triggers/nightly',
      null,
      'The schedule nightly does not say when: add cron or every.',
    ),
    fault(
      stepsOf({ a: end }, { triggers: { nightly: { ...once, cron: '0 0 * * *' } } }),
      '/triggers/nightly',
      null,
      'The schedule nightly has both cron and every: remove one.',
    ),
  ],
  CRON_INVALID: [
    fault(
      stepsOf({ a: end }, { triggers: { t: { type: 'schedule', cron: '61 * * * *' } } }),
      '/triggers/t/cron',
      null,
      'The cron expression of t cannot be used (Invalid value for minute: 61): write it like 0 9 * * 1-5.',
    ),
    fault(
      stepsOf({ a: end }, { triggers: { t: { type: 'schedule', cron: '0 9 * *' } } }),
      '/triggers/t/cron',
      null,
      'The cron expression of t cannot be used (4 fields): write it like 0 9 * * 1-5.',
    ),
  ],
  CRON_NEVER: [
    fault(
      stepsOf({ a: end }, { triggers: { t: { type: 'schedule', cron: '0 0 30 2 *' } } }),
      '/triggers/t/cron',
      null,
      'No moment matches the cron expression of t: correct its day or month.',
    ),
  ],
  EVERY_TOO_SHORT: [
    fault(
      stepsOf({ a: end }, { triggers: { t: { type: 'schedule', every: '0s' } } }),
      '/triggers/t/every',
      null,
      'The schedule t comes more than once a second: raise every.',
    ),
  ],
  TIME_ZONE_UNKNOWN: [
    fault(
      stepsOf({ a: end }, { triggers: { t: { ...once, timeZone: 'Europe/Berlinn' } } }),
      '/triggers/t/timeZone',
      null,
      'There is no time zone Europe/Berlinn: write an IANA name such as Europe/Berlin.',
    ),
    fault(
      stepsOf({ a: end }, { triggers: { t: { ...once, timeZone: '+01:00' } } }),
      '/triggers/t/timeZone',
      null,
      'There is no time zone +01:00: write an IANA name such as Europe/Berlin.',
    ),
  ],
  ACTIVITY_INPUT: [
    fault(
      stepsOf({ a: task({ activity: 'send', with: { to: '{% input.who %}' } }) }),
      '/steps/a/with',
      'a',
      'send would refuse its input: text is missing.',
    ),
    fault(
      stepsOf({ a: task({ activity: 'send', with: { to: 'me', text: '{% input.text %}', times: 'two' } }) }),
      '/steps/a/with/times',
      'a',
      'send would refuse its input at /times: must be an integer, is a string.',
    ),
    fault(
      stepsOf({ a: task({ compensate: { activity: 'send', with: { to: 'me', text: 'no', txt: 'x' } } }) }),
      '/steps/a/compensate/with/txt',
      'a',
      'send would refuse its input at /txt: is not known; text may be meant.',
    ),
  ],
  ACTIVITY_UNKNOWN: [
    fault(
      stepsOf({ a: { type: 'child', workflow: 'w', compensate: { activity: 'htp' } } }),
      '/steps/a/compensate/activity',
      'a',
      'No activity htp is known here: did you mean http?',
    ),
    fault(
      stepsOf({ a: task({ activity: 'htp' }) }),
      '/steps/a/activity',
      'a',
      'No activity htp is known here: did you mean http?',
    ),
  ],
} satisfies Faults;
