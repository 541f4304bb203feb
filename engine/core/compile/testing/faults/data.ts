import { blockOf, reading, stepsOf, task } from '../documents.ts';
import { both, each, end, fault, once, saga, undone, type Faults } from './fault.ts';

export const dataFaults = {
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
      stepsOf({ a: each({ t: task({ assign: { mine: 1 } }) }) }, { updates: { u: { assign: { mine: 1 } } } }),
      '/updates/u/assign/mine',
      null,
      'The variable mine is not declared: add it under variables.',
    ),
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
      stepsOf({ a: each({ t: task({ assign: { n: '{% vars.n + 1 %}' } }) }) }, { variables: { n: 0 } }),
      '/steps/a/steps/t/assign/n',
      't',
      "t assigns n, which all items share: use the item's output, or a name of its own.",
    ),
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
  ATTRIBUTE_TYPE: [
    fault(
      stepsOf({ a: end }, { searchAttributes: { total: { type: 'number', value: '3' } } }),
      '/searchAttributes/total/value',
      null,
      'The search attribute total is a string, but its type is number: change one of them.',
    ),
    fault(
      stepsOf({ a: end }, { searchAttributes: { due: { type: 'datetime', value: 'soon' } } }),
      '/searchAttributes/due/value',
      null,
      'The search attribute due is a string, but its type is datetime: change one of them.',
    ),
  ],
  SECRET_MISPLACED: [
    fault(
      stepsOf({ a: task({ with: { auth: '{% "Bearer " & secrets.KEY %}' } }) }),
      '/steps/a/with/auth',
      'a',
      'A secret is a whole value: write {% secrets.KEY %} and nothing beside it.',
    ),
    fault(
      stepsOf({ a: { type: 'emit', event: 'e', payload: '{% secrets.KEY %}' } }),
      '/steps/a/payload',
      'a',
      'Only an activity is given secrets: move {% secrets.KEY %} to the with of a task.',
    ),
    fault(
      stepsOf({ a: task({ compensate: { workflow: 'w', with: '{% secrets.KEY %}' } }) }),
      '/steps/a/compensate/with',
      'a',
      'Only an activity is given secrets: move {% secrets.KEY %} to the with of a task.',
    ),
    fault(
      stepsOf({ a: end }, { returns: { k: { $secret: 'KEY' } } }),
      '/returns/k',
      null,
      'Only an activity is given secrets: move {% secrets.NAME %} to the with of a task.',
    ),
    fault(
      stepsOf({ a: task({ with: { k: { $secret: '{% input.name %}' } } }) }),
      '/steps/a/with/k',
      'a',
      'A secret is written {% secrets.NAME %} and nothing beside it: correct its name, or remove what is beside it.',
    ),
    fault(
      stepsOf({ a: reading('{ "$secret": input.name }') }),
      '/steps/a/with',
      'a',
      'A secret is a whole value: write {% secrets.NAME %} and nothing beside it.',
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
      'An expression cannot read order: there is input, vars, steps, config, run, result, step, error, item, index or signal, as in input.order.',
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
      stepsOf({ a: each({ l: task() }, { next: 'b' }), b: reading('steps.l.output') }),
      '/steps/b/with',
      'b',
      'l is inside a, which only gives out its own output: read steps.a.output.',
    ),
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
        a: { type: 'receive', signal: 'paid', timeout: '1h', onTimeout: 'b', next: 'b' },
        b: reading('steps.a.output.id'),
      }),
      '/steps/b/with',
      'b',
      'a need not have run here, since one way to b leaves it out or catches its failure: give another value with ??.',
    ),
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
      stepsOf({
        c: { type: 'choice', branches: [{ when: '{% input.x %}', next: 'a' }], otherwise: 'b' },
        a: { type: 'continueAsNew' },
        b: reading('steps.a.output ?? 1'),
      }),
      '/steps/b/with',
      'b',
      'a is a continueAsNew, which has no output: read a variable instead.',
    ),
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
      'step exists only in the with, payload, input and assign of a task, emit or child, and in its undo.',
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
  SCOPE_ITEM: [
    fault(
      stepsOf({ a: reading('item.id') }),
      '/steps/a/with',
      'a',
      'item exists only inside a map: read it there, or give it to the output of the map.',
    ),
    fault(
      stepsOf({ a: each({ b: task() }, { items: '{% [index] %}' }) }),
      '/steps/a/items',
      'a',
      'index exists only inside a map: read it there, or give it to the output of the map.',
    ),
  ],
  SCOPE_SIGNAL: [
    fault(
      stepsOf({ a: { type: 'receive', signal: 's', next: 'b' }, b: reading('signal.payload') }),
      '/steps/b/with',
      'b',
      'signal exists only in the assign of a receive and in the key of a declared signal.',
    ),
    fault(
      stepsOf({ a: end }, { signals: { paid: { key: '{% signal.key %}' } } }),
      '/signals/paid/key',
      null,
      'signal.key does not exist here: there is signal.name, signal.payload or signal.id.',
    ),
  ],
  SCOPE_QUERY: [
    fault(stepsOf({ a: reading('query.input') }), '/steps/a/with', 'a', 'query exists only in the returns of a query.'),
  ],
  SCOPE_UPDATE: [
    fault(
      stepsOf({ a: end }, { updates: { u: { returns: '{% update.payload %}' } } }),
      '/updates/u/returns',
      null,
      'update.payload does not exist here: there is update.name or update.input.',
    ),
    fault(
      stepsOf({ a: end }, { queries: { q: { returns: '{% update.input %}' } } }),
      '/queries/q/returns',
      null,
      'update exists only in the assign and returns of an update.',
    ),
  ],
  SCOPE_TRIGGER: [
    fault(
      stepsOf({ a: reading('trigger.at') }),
      '/steps/a/with',
      'a',
      'trigger exists only in the input, when and key of a trigger.',
    ),
    fault(
      stepsOf({ a: end }, { triggers: { t: { ...once, input: '{% trigger.payload %}' } } }),
      '/triggers/t/input',
      null,
      'trigger.payload does not exist here: there is trigger.at or trigger.name.',
    ),
  ],
  SCOPE_LIMITED: [
    fault(
      stepsOf({ a: reading('vars.m') }, { variables: { n: '{% 1 %}', m: '{% vars.n + 1 %}' } }),
      '/variables/m',
      null,
      'vars cannot be read here, where there is only input and config.',
    ),
    fault(
      stepsOf({ a: end }, { concurrencyKey: { key: '{% vars.customer %}' } }),
      '/concurrencyKey/key',
      null,
      'vars cannot be read here, where there is only input and config.',
    ),
    fault(
      stepsOf({ a: end }, { triggers: { t: { type: 'event', event: 'e', when: '{% input.x %}' } } }),
      '/triggers/t/when',
      null,
      'input cannot be read here, where there is only trigger.',
    ),
    fault(
      stepsOf({ a: task() }, { searchAttributes: { s: { type: 'string', value: '{% steps.a.output %}' } } }),
      '/searchAttributes/s/value',
      null,
      'steps cannot be read here, where there is only input, vars, config and run.',
    ),
  ],
} satisfies Faults;
