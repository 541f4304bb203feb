/** A workflow with every type of step in it, and one whose drawing is hard to fit: long names, in two scripts, broken on purpose. */
export const everyStep = {
  format: 'sagaloom/v1',
  name: 'every-step',
  description: 'One of each.',
  signals: { approved: { payload: { type: 'object', properties: { by: { type: 'string', title: 'By' } } } } },
  queries: { progress: { returns: '{% vars.count %}' } },
  updates: { setCount: { assign: { count: '{% update.input %}' } } },
  triggers: {
    nightly: { type: 'schedule', cron: '0 2 * * *', timeZone: 'Europe/Berlin', paused: true },
    orders: { type: 'webhook', path: 'orders' },
    inbox: { type: 'file', pattern: 'inbox/*.csv' },
  },
  variables: { count: 0 },
  config: { SHOP_URL: { type: 'string', default: 'http://127.0.0.1:9' } },
  searchAttributes: { count: { type: 'number', value: '{% vars.count %}' } },
  concurrencyKey: { key: 'all', limit: 9 },
  timeout: '2d',
  start: 'look',
  steps: {
    look: {
      type: 'task',
      name: 'Look at the order',
      activity: 'http',
      with: { method: 'GET', url: '{% config.SHOP_URL %}/books' },
      next: 'note',
    },
    note: { type: 'set', name: 'Count it', assign: { count: '{% vars.count + 1 %}' }, next: 'decide' },
    decide: {
      type: 'choice',
      name: 'Is it large?',
      branches: [
        { when: '{% vars.count > 3 %}', name: 'large', next: 'ask' },
        { when: '{% vars.count < 0 %}', name: 'nonsense', next: 'stop' },
      ],
      otherwise: 'place',
    },
    ask: {
      type: 'receive',
      name: 'Wait for a yes',
      signal: 'approved',
      timeout: '2h',
      onTimeout: 'tell',
      next: 'place',
    },
    tell: { type: 'emit', name: 'Say it is late', event: 'late', next: 'place' },
    place: {
      type: 'saga',
      name: 'Place order',
      start: 'reserve',
      steps: {
        reserve: {
          type: 'task',
          name: 'Reserve stock',
          activity: 'http',
          with: { method: 'POST', url: '{% config.SHOP_URL %}/reservations' },
          retry: [{ errors: ['*'], maxAttempts: 3, initialInterval: '1s' }],
          timeouts: { startToClose: '5s' },
          compensate: { name: 'release stock', activity: 'http', with: { method: 'DELETE', url: '/reservations/1' } },
          next: 'pay',
        },
        pay: {
          type: 'task',
          name: 'Charge payment',
          activity: 'http',
          with: { method: 'POST', url: '{% config.SHOP_URL %}/payments' },
          pivot: true,
          compensate: { name: 'refund payment', activity: 'http', with: { method: 'POST', url: '/refunds' } },
          next: 'ship',
        },
        ship: { type: 'task', name: 'Ship', activity: 'log', with: { message: 'shipped' } },
      },
      catch: [{ errors: ['*'], next: 'stop' }],
      next: 'both',
    },
    both: {
      type: 'parallel',
      name: 'Tell everybody',
      branches: {
        mail: { start: 'mail', steps: { mail: { type: 'task', activity: 'log', with: { message: 'a mail' } } } },
        shop: { start: 'shop', steps: { shop: { type: 'task', activity: 'log', with: { message: 'the shop' } } } },
      },
      next: 'each',
    },
    each: {
      type: 'map',
      name: 'For each parcel',
      items: '{% input.parcels %}',
      concurrency: 2,
      start: 'parcel',
      steps: { parcel: { type: 'child', name: 'Send the parcel', workflow: 'parcel', input: '{% item %}' } },
      next: 'careful',
    },
    careful: {
      type: 'try',
      name: 'Carefully',
      start: 'rest',
      steps: { rest: { type: 'wait', name: 'Rest', for: '10m' } },
      finally: { start: 'clean', steps: { clean: { type: 'task', activity: 'log', with: { message: 'clean' } } } },
      next: 'done',
    },
    done: { type: 'succeed', name: 'Done', output: '{% vars.count %}' },
    stop: { type: 'fail', name: 'Stop here', error: { type: 'order.refused', message: 'No.' } },
  },
};

export const broken = {
  format: 'sagaloom/v1',
  name: 'a-workflow-whose-name-goes-on-and-on-until-nobody-reads-it-any-more',
  start: 'long',
  steps: {
    long: {
      type: 'task',
      name: 'Reconcile the outstanding balances of every account of the region with the ledger of last month',
      activity: 'http',
      with: { method: 'PATCH', url: 'https://ledger.example.com/a/very/long/path/that/does/not/end/anywhere/soon' },
      next: 'gone',
    },
    name: {
      type: 'task',
      name: '核对本地区所有账户上个月的未结余额与总账并通知相关人员',
      activity: 'no-such-activity',
    },
    odd: { type: 'nonsense', name: 'Nobody knows this type' },
    again: { type: 'continueAsNew', name: 'Once more' },
    empty: { type: 'saga', name: 'Nothing in it yet', steps: {} },
  },
};

const logs = (more: object): object => ({ type: 'task', activity: 'log', with: { message: 'hi' }, ...more });

/** Each of its problems has something that puts it right. */
export const toMend = {
  format: 'sagaloom/v1',
  name: 'to-mend',
  start: 'order',
  steps: {
    order: {
      type: 'saga',
      start: 'reserve',
      steps: {
        reserve: logs({ activity: 'lgo', readOnly: true, next: 'chrge' }),
        charge: logs({ timeouts: { startToClose: '5 min' } }),
      },
      next: 'last',
    },
    last: logs({ activity: 'lgo' }),
  },
};
