import type { Json } from '../../json.ts';
import type { DiagnosticCode } from '../codes.ts';
import { blockOf, documentOf, reading, stepsOf, task } from './documents.ts';

/** A file with one fault, and what is said of it. */
export interface Fault {
  /** Text where the fault is one of the text. */
  readonly source: string | Json;
  readonly pointer: string;
  readonly step: string | null;
  readonly says: string;
}

const fault = (source: string | Json, pointer: string, step: string | null, says: string): Fault => ({
  source,
  pointer,
  step,
  says,
});
const end = { type: 'succeed' };
const undone = { compensate: { activity: 'log' } };
const saga = (steps: Record<string, Json>, more: Record<string, Json> = {}): Json => ({
  type: 'saga',
  ...blockOf(steps),
  ...more,
});
const both = (left: Record<string, Json>, more: Record<string, Json> = {}): Json => ({
  type: 'parallel',
  branches: { left: blockOf(left), right: blockOf({ r: task() }) },
  ...more,
});
const deep = '['.repeat(300) + ']'.repeat(300);

/** At least one fault for every code there is: a test counts. */
export const faults: Readonly<Record<DiagnosticCode, readonly Fault[]>> = {
  JSON_SYNTAX: [
    fault('{ "format": "sagaloom/v1", }', '', null, 'This is not JSON: a name in double quotes is expected here.'),
    fault('', '', null, 'This is not JSON: a value is expected here.'),
    fault('{ // hi\n }', '', null, 'This is not JSON: comments are not allowed (use description).'),
  ],
  JSON_DUPLICATE_KEY: [
    fault(
      '{ "format": "sagaloom/v1", "name": "x", "start": "a", "steps": { "a": { "type": "succeed" }, "a": { "type": "succeed" } } }',
      '/steps/a',
      null,
      '"a" is here twice: rename or remove one.',
    ),
  ],
  JSON_TOO_DEEP: [fault(deep, '', null, 'The document is nested deeper than 200: split it into smaller parts.')],
  FORMAT_MISSING: [
    fault(
      { name: 'x', start: 'a', steps: { a: end } },
      '',
      null,
      'The document does not say what it is: add "format": "sagaloom/v1".',
    ),
  ],
  FORMAT_NEWER: [
    fault(
      { ...documentOf({}), format: 'sagaloom/v2', brand: 'new' },
      '/format',
      null,
      'The file has format sagaloom/v2, made by a newer version: this one reads sagaloom/v1, so update to open it.',
    ),
  ],
  FORMAT_UNKNOWN: [
    fault({ format: 'asl' }, '/format', null, 'The format "asl" is none of ours: write "format": "sagaloom/v1".'),
  ],
  FIELD_MISSING: [
    fault(stepsOf({ a: { type: 'task' } }), '/steps/a', 'a', 'activity of a is missing: add it.'),
    fault(documentOf({ steps: { a: end } }), '', null, 'start is missing: add it.'),
  ],
  FIELD_UNKNOWN: [
    fault(
      stepsOf({ a: task({ activty: 'x' }) }),
      '/steps/a/activty',
      'a',
      'a has no field activty: did you mean activity?',
    ),
    fault(
      stepsOf({ a: end }, { varables: {} }),
      '/varables',
      null,
      'A workflow has no field varables: did you mean variables?',
    ),
    fault(
      stepsOf({ a: task({ retry: [{ qqqqqqq: 1 }] }) }),
      '/steps/a/retry/0/qqqqqqq',
      'a',
      'retry[0] of a has no field qqqqqqq: remove it, or use one of errors, maxAttempts, initialInterval, backoffCoefficient, maxInterval, jitter, nonRetryable.',
    ),
  ],
  FIELD_WRONG: [
    fault(
      stepsOf({ a: task({ readOnly: 'yes' }) }),
      '/steps/a/readOnly',
      'a',
      'readOnly of a is "yes", but must be a boolean.',
    ),
    fault(
      stepsOf({ a: task({ activity: '' }) }),
      '/steps/a/activity',
      'a',
      'activity of a is "", but must be at least 1 long.',
    ),
    fault(
      stepsOf({ a: { type: 'choice', branches: [{ when: 'true' }], otherwise: 'a' } }),
      '/steps/a/branches/0/when',
      'a',
      'when of a is "true", but must be an expression, written {% … %}.',
    ),
    fault([], '', null, 'A workflow is a JSON object: { "format": "sagaloom/v1", … }.'),
  ],
  STEP_TYPE_UNKNOWN: [
    fault(
      stepsOf({ a: { type: 'taks' } }),
      '/steps/a/type',
      'a',
      'There is no type of step "taks": did you mean task? There are task, choice, parallel, wait, saga, try, set, fail, succeed.',
    ),
    fault(
      stepsOf({ a: {} }),
      '/steps/a',
      'a',
      'The step has no type: add one of task, choice, parallel, wait, saga, try, set, fail, succeed.',
    ),
  ],
  ID_INVALID: [
    fault(
      stepsOf({ 'a b': task() }, { start: 'a b' }),
      '/steps/a b',
      'a b',
      'The name "a b" must be of letters, digits, _ and -, begin with a letter, and be 64 long at most.',
    ),
    fault(
      stepsOf({ a: end }, { config: { url: { type: 'string' } } }),
      '/config/url',
      null,
      'The config name url must be in capitals, digits and _, such as SHOP_URL.',
    ),
  ],
  DURATION_INVALID: [
    fault(
      stepsOf({ a: { type: 'wait', for: '5 min' } }),
      '/steps/a/for',
      'a',
      'for of a is "5 min", which is no duration: write 500ms, 30s, 5m, 2h or 1d.',
    ),
  ],
  SCHEMA_INVALID: [
    fault(
      stepsOf({ a: end }, { input: { $ref: '#/$defs/none' } }),
      '/input',
      null,
      'The JSON Schema of the input cannot be used: correct its references, patterns and types.',
    ),
  ],
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
  EXPRESSION_SYNTAX: [
    fault(stepsOf({ a: reading('input.') }), '/steps/a/with', 'a', 'Unexpected end of expression.'),
    fault(
      stepsOf({ a: reading('$uppercse(input.x)') }),
      '/steps/a/with',
      'a',
      'There is no function $uppercse: did you mean $uppercase?',
    ),
    fault(stepsOf({ a: reading('sum(input.x)') }), '/steps/a/with', 'a', 'Functions start with $: write $sum(…).'),
    fault(
      stepsOf({ a: reading('$match(input.x, /(?=a)b/)') }),
      '/steps/a/with',
      'a',
      'The pattern /(?=a)b/ cannot be used: lookahead, lookbehind and backreferences do not exist here.',
    ),
    fault(
      stepsOf({ a: reading('$eval("1")') }),
      '/steps/a/with',
      'a',
      '$eval does not exist here: what a workflow does must be in its definition.',
    ),
  ],
  EXPRESSION_MARKS: [
    fault(
      stepsOf({ a: task({ with: 'Hello {% input.name %}!' }) }),
      '/steps/a/with',
      'a',
      'Text around {% … %} makes it a plain text: put the text inside, as in {% "Order " & input.id %}.',
    ),
  ],
  VAR_UNDECLARED: [
    fault(
      stepsOf({ a: reading('vars.totl') }, { variables: { total: '{% 1 %}' } }),
      '/steps/a/with',
      'a',
      'The variable totl is not declared: did you mean total?',
    ),
    fault(
      stepsOf({ a: task({ assign: { n: 1 } }) }),
      '/steps/a/assign/n',
      'a',
      'The variable n is not declared: add it under variables.',
    ),
    fault(
      stepsOf({ a: both({ l: task({ assign: { mine: 1 } }) }, { next: 'b' }), b: reading('vars.mine') }),
      '/steps/b/with',
      'b',
      'The variable mine is not declared: add it under variables.',
    ),
  ],
  VAR_SHARED_WRITE: [
    fault(
      stepsOf(
        { a: both({ l: saga({ t: task({ ...undone, assign: { n: '{% vars.n + 1 %}' } }) }) }) },
        { variables: { n: 0 } },
      ),
      '/steps/a/branches/left/steps/l/steps/t/assign/n',
      't',
      "t assigns n, which all branches share: use the branch's output, or a name of its own.",
    ),
  ],
  VAR_UNUSED: [
    fault(stepsOf({ a: task() }, { variables: { n: 0 } }), '/variables/n', null, 'The variable n is never read.'),
  ],
  CONFIG_UNDECLARED: [
    fault(
      stepsOf({ a: reading('config.SHOP_URI') }, { config: { SHOP_URL: { type: 'string' } } }),
      '/steps/a/with',
      'a',
      'config.SHOP_URI is not declared: did you mean SHOP_URL?',
    ),
  ],
  CONFIG_DEFAULT: [
    fault(
      stepsOf({ a: end }, { config: { N: { type: 'number', default: '3' } } }),
      '/config/N/default',
      null,
      'The default of N is a string, but its type is number: change one of them.',
    ),
  ],
  SECRET_UNSUPPORTED: [
    fault(
      stepsOf({ a: reading('secrets.KEY') }),
      '/steps/a/with',
      'a',
      'Secrets are not built yet, so KEY cannot be read: pass it as config for now.',
    ),
  ],
  REFERENCE_UNKNOWN: [
    fault(
      stepsOf({ a: reading('inptu.id') }),
      '/steps/a/with',
      'a',
      'An expression cannot read inptu: did you mean input?',
    ),
    fault(
      stepsOf({ a: reading('order.id') }),
      '/steps/a/with',
      'a',
      'An expression cannot read order: there is input, vars, steps, config, run, result, step or error, as in input.order.',
    ),
  ],
  REFERENCE_STEP_UNKNOWN: [
    fault(
      stepsOf({ pay: task({ next: 'b' }), b: reading('steps.apy.output') }),
      '/steps/b/with',
      'b',
      'There is no step apy: did you mean pay?',
    ),
    fault(
      stepsOf({ 'pay-now': task({ next: 'b' }), b: reading('steps.pay-now.output') }),
      '/steps/b/with',
      'b',
      'There is no step pay: a name with a dash is quoted, steps.`pay-now`.output.',
    ),
  ],
  REFERENCE_NOT_VISIBLE: [
    fault(
      stepsOf({ a: both({ l: task() }, { next: 'b' }), b: reading('steps.l.output') }),
      '/steps/b/with',
      'b',
      'l is inside a, which only gives out its own output: read steps.a.output.left.',
    ),
    fault(
      stepsOf({
        a: {
          type: 'parallel',
          branches: { one: blockOf({ l: task() }), two: blockOf({ r: reading('steps.l.output') }) },
        },
      }),
      '/steps/a/branches/two/steps/r/with',
      'r',
      'l is inside a, which only gives out its own output: read steps.a.output.one.',
    ),
  ],
  REFERENCE_NOT_RUN: [
    fault(
      stepsOf({
        c: { type: 'choice', branches: [{ when: '{% input.x %}', next: 'a' }], otherwise: 'b' },
        a: task({ next: 'b' }),
        b: reading('steps.a.output'),
      }),
      '/steps/b/with',
      'b',
      'a need not have run here, since one way to b leaves it out or catches its failure: give another value with ??.',
    ),
    fault(
      stepsOf({ a: task({ catch: [{ next: 'b' }], next: 'b' }), b: reading('steps.a.output.id') }),
      '/steps/b/with',
      'b',
      'a need not have run here, since one way to b leaves it out or catches its failure: give another value with ??.',
    ),
    fault(
      stepsOf({ a: task({ catch: [{}] }) }, { returns: '{% steps.a.output %}' }),
      '/returns',
      null,
      'a need not have run here, since one way to the end of the block leaves it out: give another value with ??.',
    ),
    fault(
      stepsOf({ a: task({ assign: { n: '{% steps.a.output %}' } }) }, { variables: { n: 0 }, returns: '{% vars.n %}' }),
      '/steps/a/assign/n',
      'a',
      'a reads its own output before it has one: read result.',
    ),
  ],
  REFERENCE_NO_OUTPUT: [
    fault(
      stepsOf({ a: { type: 'wait', for: '1s', next: 'b' }, b: reading('steps.a.output') }),
      '/steps/b/with',
      'b',
      'a is a wait, which has no output: read a variable instead.',
    ),
  ],
  REFERENCE_OUTPUT: [
    fault(
      stepsOf({ a: task({ next: 'b' }), b: reading('steps.a.body.id') }),
      '/steps/b/with',
      'b',
      'Of a step only its output can be read: write steps.a.output.body.',
    ),
  ],
  REFERENCE_DYNAMIC: [
    fault(
      stepsOf({ a: task({ next: 'b' }), b: reading('$keys(steps)') }),
      '/steps/b/with',
      'b',
      'Which steps this reads cannot be told, so it cannot be checked: name them, as in steps.pay.output.',
    ),
  ],
  SCOPE_RESULT: [
    fault(
      stepsOf({ a: reading('result.id') }),
      '/steps/a/with',
      'a',
      'result exists only in assign: read steps.ID.output instead.',
    ),
  ],
  SCOPE_STEP: [
    fault(
      stepsOf({ a: { type: 'wait', for: '{% step.key %}' } }),
      '/steps/a/for',
      'a',
      'step exists only in the with and assign of a task, and in its undo.',
    ),
    fault(
      stepsOf({ a: reading('step.output') }),
      '/steps/a/with',
      'a',
      'step.output does not exist here: there is step.key.',
    ),
  ],
  SCOPE_ERROR: [
    fault(
      stepsOf({ a: reading('error.type') }),
      '/steps/a/with',
      'a',
      'error exists only after a catch and in finally, and this is neither.',
    ),
  ],
  SCOPE_UNSUPPORTED: [
    fault(
      stepsOf({ a: reading('item.id') }),
      '/steps/a/with',
      'a',
      'item belongs to a type of step that does not exist yet.',
    ),
  ],
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
};
