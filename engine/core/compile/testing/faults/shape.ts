import { documentOf, stepsOf, task } from '../documents.ts';
import { each, end, fault, type Faults } from './fault.ts';

const deep = '['.repeat(300) + ']'.repeat(300);

export const shapeFaults = {
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
  TEXT_BROKEN: [
    fault(
      stepsOf({ a: task({ with: { text: 'half \ud83d' } }) }),
      '/steps/a/with/text',
      'a',
      'This text has half of a character: write it anew.',
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
      stepsOf({ a: end }, { updates: { u: { asign: {} } } }),
      '/updates/u/asign',
      null,
      'u has no field asign: did you mean assign?',
    ),
    fault(
      stepsOf({ a: end }, { triggers: { t: { type: 'event', event: 'e', wen: '{% true %}' } } }),
      '/triggers/t/wen',
      null,
      't has no field wen: did you mean when?',
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
    fault(
      stepsOf({ a: end }, { triggers: { t: { type: 'scedule' } } }),
      '/triggers/t/type',
      null,
      'type is "scedule", but must be schedule, event, webhook, message or file.',
    ),
    fault(
      stepsOf({ a: each({ b: task() }, { tolerate: '200%' }) }),
      '/steps/a/tolerate',
      'a',
      'tolerate of a is "200%", but must be a count such as 2, or a share such as 10%.',
    ),
    fault([], '', null, 'A workflow is a JSON object: { "format": "sagaloom/v1", … }.'),
  ],
  STEP_TYPE_UNKNOWN: [
    fault(
      stepsOf({ a: { type: 'taks' } }),
      '/steps/a/type',
      'a',
      'There is no type of step "taks": did you mean task? There are task, choice, parallel, map, wait, receive, emit, child, saga, try, set, fail, succeed, continueAsNew.',
    ),
    fault(
      stepsOf({ a: {} }),
      '/steps/a',
      'a',
      'The step has no type: add one of task, choice, parallel, map, wait, receive, emit, child, saga, try, set, fail, succeed, continueAsNew.',
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
      stepsOf({ a: end }, { signals: { 'a b': {} } }),
      '/signals/a b',
      null,
      'The name "a b" must be of letters, digits, _, . and -, begin with a letter, and be 128 long at most.',
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
      stepsOf({ a: end }, { signals: { paid: { payload: { $ref: '#/$defs/none' } } } }),
      '/signals/paid/payload',
      null,
      'The JSON Schema of the payload of signal paid cannot be used: correct its references, patterns and types.',
    ),
    fault(
      stepsOf({ a: end }, { updates: { move: { input: { $ref: '#/$defs/none' } } } }),
      '/updates/move/input',
      null,
      'The JSON Schema of the input of update move cannot be used: correct its references, patterns and types.',
    ),
    fault(
      stepsOf({ a: end }, { input: { $ref: '#/$defs/none' } }),
      '/input',
      null,
      'The JSON Schema of the input cannot be used: correct its references, patterns and types.',
    ),
  ],
} satisfies Faults;
