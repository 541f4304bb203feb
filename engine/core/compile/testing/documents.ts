import type { Json, JsonObject } from '../../json.ts';

/** Small documents for tests. */
export const documentOf = (more: JsonObject): JsonObject => ({ format: 'sagaloom/v1', name: 'test', ...more });

/** A workflow of these steps, beginning with the first. */
export function stepsOf(steps: JsonObject, more: JsonObject = {}): JsonObject {
  return documentOf({ start: Object.keys(steps)[0] ?? '', steps, ...more });
}

/** The block of these steps. */
export const blockOf = (steps: JsonObject, more: JsonObject = {}): JsonObject => ({
  start: Object.keys(steps)[0] ?? '',
  steps,
  ...more,
});

export const task = (more: JsonObject = {}): JsonObject => ({ type: 'task', activity: 'log', ...more });
export const reading = (expression: string, more: JsonObject = {}): JsonObject =>
  task({ with: `{% ${expression} %}`, ...more });

/** One of everything there is. */
export const rich: JsonObject = documentOf({
  $schema: 'https://example.org/schema.json',
  description: 'Everything at once',
  input: { type: 'object', properties: { id: { type: 'string' } } },
  output: { type: 'object' },
  config: {
    URL: { type: 'string', default: 'http://localhost', description: 'where' },
    LIMIT: { type: 'number', default: 3 },
  },
  variables: { total: 0, list: [], seen: null },
  searchAttributes: {
    customer: { type: 'string', value: '{% input.id %}' },
    total: { type: 'number', value: '{% vars.total %}' },
    since: { type: 'datetime', value: '2026-01-31T12:00:00Z' },
  },
  signals: {
    paid: {
      description: 'by the bank',
      payload: { type: 'object' },
      key: '{% signal.payload.order %}',
    },
  },
  queries: {
    progress: {
      description: 'how far it is',
      input: { type: 'object' },
      returns: { total: '{% vars.total %}', placed: '{% steps.place.output.left %}', for: '{% query.input.who %}' },
    },
  },
  updates: {
    'set.total': {
      description: 'by a person',
      input: { type: 'number' },
      assign: { total: '{% update.input %}' },
      returns: '{% vars.total %}',
    },
  },
  triggers: {
    nightly: { type: 'schedule', cron: '0 3 * * *', input: { at: '{% trigger.at %}' }, catchUp: 'PT1H' },
    often: { type: 'schedule', every: 'PT15M', timeZone: 'Europe/Berlin', overlap: 'allow', paused: true },
    ordered: {
      type: 'event',
      event: 'order.placed',
      when: '{% trigger.payload.total > 0 %}',
      input: '{% trigger.payload.order %}',
    },
  },
  concurrencyKey: { key: '{% input.id & config.URL %}' },
  timeout: 'PT2H',
  defaults: { retry: [{ maxAttempts: 2 }], timeouts: { startToClose: '90s' }, taskQueue: 'main' },
  start: 'check',
  steps: {
    check: task({
      name: 'Check',
      with: { url: '{% config.URL & "/check" %}', id: '{% input.id %}', key: '{% secrets.SHOP_KEY %}' },
      readOnly: true,
      assign: { total: '{% result.total + config.LIMIT %}' },
      next: 'decide',
    }),
    decide: {
      type: 'choice',
      branches: [
        { when: '{% vars.total > 10 %}', name: 'much', next: 'place' },
        { when: '{% $count(vars.list) = 0 %}', next: 'pause' },
      ],
      otherwise: 'refuse',
    },
    pause: { type: 'wait', for: '60s', next: 'mark' },
    mark: { type: 'set', assign: { list: '{% $append(vars.list, vars.total) %}' }, next: 'place' },
    place: {
      type: 'saga',
      start: 'reserve',
      retry: [{ errors: ['http.503'], initialInterval: '500ms' }],
      catch: [{ errors: ['http'], as: 'problem', next: 'refuse' }],
      timeout: '1h',
      steps: {
        reserve: task({
          compensate: {
            activity: 'http',
            name: 'release',
            with: { key: '{% step.key %}', bearer: '{% secrets.`shop-key` %}' },
            timeouts: { startToClose: '5s' },
          },
          next: 'both',
        }),
        both: {
          type: 'parallel',
          branches: {
            left: blockOf(
              { l1: task({ compensate: { activity: 'log' }, assign: { mine: '{% result %}' } }) },
              { name: 'Left' },
            ),
            right: blockOf(
              { r1: reading('steps.reserve.output.id', { readOnly: true }) },
              { output: '{% steps.r1.output %}' },
            ),
          },
          join: { count: 2 },
          onFailure: 'wait',
          next: 'charge',
        },
        charge: task({ pivot: true, next: 'tell' }),
        tell: task({ catch: [{}] }),
      },
      output: { reserved: '{% steps.reserve.output %}', left: '{% steps.both.output.left %}' },
      next: 'await',
    },
    await: {
      type: 'receive',
      signal: 'paid',
      key: '{% input.id %}',
      timeout: 'PT48H',
      onTimeout: 'last',
      catch: [{ errors: ['schema'], as: 'odd', next: 'refuse' }],
      assign: { seen: { by: '{% signal.payload.by %}', again: '{% result.by %}', at: '{% signal.at %}' } },
      next: 'ship',
    },
    ship: {
      type: 'map',
      name: 'Ship',
      items: '{% vars.list %}',
      concurrency: 3,
      batchSize: 10,
      tolerate: '10%',
      retry: [{}],
      start: 'pack',
      steps: {
        pack: {
          type: 'child',
          name: 'Pack',
          workflow: 'packing',
          input: { item: '{% item %}', index: '{% index %}', key: '{% step.key %}', seen: '{% vars.seen %}' },
          retry: [{ maxAttempts: 1 }],
          compensate: { workflow: 'unpacking', name: 'unpack', with: '{% step.with.item %}' },
          assign: { mine: '{% result %}' },
          next: 'tell-all',
        },
        'tell-all': { type: 'emit', event: 'order.shipped', payload: { mine: '{% vars.mine %}' }, readOnly: true },
      },
      output: { id: '{% steps.pack.output.id %}', of: '{% index %}' },
      next: 'notify',
    },
    notify: {
      type: 'emit',
      signal: 'shipped',
      to: '{% input.parent %}',
      key: '{% input.id %}',
      payload: '{% steps.ship.output %}',
      catch: [{ errors: ['signal'], next: 'last' }],
      next: 'audit',
    },
    audit: { type: 'child', workflow: 'audit', wait: false, assign: { seen: '{% result.runId %}' }, next: 'more' },
    more: { type: 'choice', branches: [{ when: '{% vars.total > 99 %}', next: 'anew' }], otherwise: 'last' },
    anew: { type: 'continueAsNew', name: 'Again', description: 'with the rest', input: { id: '{% input.id %}' } },
    last: {
      type: 'try',
      start: 'again',
      steps: { again: task({ with: { a: '{% steps.place.output.left ?? "none" %}' } }) },
      finally: blockOf({ clean: reading('$exists(error) ? error.type : "none"') }),
      catch: [{ next: 'over' }],
    },
    refuse: {
      type: 'fail',
      error: { type: 'order.refused', message: '{% "No: " & input.id %}', details: { id: '{% input.id %}' } },
    },
    over: { type: 'succeed', output: '{% { "total": vars.total, "why": error.type, "at": run.startedAt } %}' },
  },
  returns: { total: '{% vars.total %}' },
  ui: { steps: { check: { x: 1, y: 2 } }, direction: 'right' },
});

/** A copy without the part at the path. */
export function without(document: Json, path: readonly (string | number)[]): Json {
  return changed(document, path, undefined);
}

/** A copy with another value at the path; undefined removes what is there. */
export function changed(document: Json, path: readonly (string | number)[], value: Json | undefined): Json {
  const [first, ...rest] = path;
  if (first === undefined) return value ?? null;
  if (typeof document !== 'object' || document === null) return document;
  if (Array.isArray(document)) {
    const items = document as readonly Json[];
    if (rest.length === 0 && value === undefined) return items.filter((_, index) => index !== first);
    return items.map((item, index) => (index === first ? changed(item, rest, value) : item));
  }
  const entries = Object.entries(document).filter(([name]) => rest.length > 0 || value !== undefined || name !== first);
  return Object.fromEntries(entries.map(([name, part]) => [name, name === first ? changed(part, rest, value) : part]));
}

export function pathsOf(
  value: Json,
  path: readonly (string | number)[] = [],
): readonly (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const parts: readonly (readonly [string | number, Json])[] = Array.isArray(value)
    ? (value as readonly Json[]).map((item, index) => [index, item] as const)
    : Object.entries(value);
  return [path, ...parts.flatMap(([name, part]) => pathsOf(part, [...path, name]))];
}
