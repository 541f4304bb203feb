import type { JsonObject } from '../../core/json.ts';
import type { Random } from '../random.ts';

/**
 * Random documents: blocks in blocks, data handed from step to step, compensation, catches, retries and time limits strewn about.
 * Most compile; what does not is fuzz for the compiler.
 */
export type Kind =
  | 'task'
  | 'wait'
  | 'choice'
  | 'loop'
  | 'set'
  | 'fail'
  | 'succeed'
  | 'saga'
  | 'parallel'
  | 'try'
  | 'map'
  | 'receive'
  | 'emit'
  | 'child'
  | 'continueAsNew';

export interface Making {
  /** Kinds of step to choose from, as often as they are named. */
  readonly kinds: readonly Kind[];
  readonly depth: number;
}

/** Whether a pivot may stand here, and whether outer variables may be assigned. */
type Surroundings = 'top' | 'saga' | 'parallel';

interface Site {
  readonly random: Random;
  readonly nextId: () => string;
  readonly kinds: readonly Kind[];
  readonly depth: number;
  readonly around: Surroundings;
  readonly inTry: boolean;
}

/** An expression that fails when it is evaluated. */
const FAILS = '{% vars.n.none.at.all %}';
const composites: readonly Kind[] = ['saga', 'parallel', 'try', 'map'];

export function documentFrom(random: Random, { kinds, depth }: Making, name = 'made'): JsonObject {
  let count = 0;
  const nextId = (): string => `s${(count += 1)}`;
  const site: Site = { random, nextId, kinds, depth, around: 'top', inTry: false };
  return {
    format: 'sagaloom/v1',
    name,
    variables: { n: 0, seen: null },
    ...(kinds.includes('receive') ? messages : {}),
    ...(kinds.includes('receive') && random.chance(0.1)
      ? { concurrencyKey: { key: 'one', limit: random.between(1, 2) } }
      : {}),
    ...(random.chance(0.2) ? { timeout: random.oneOf(['8s', '30s', '5m', '2h']) } : {}),
    ...(kinds.includes('continueAsNew') && random.chance(0.25) ? chainOf(site) : blockOf(site)),
    ...(random.chance(0.2) ? { returns: '{% { "n": vars.n } %}' } : {}),
  };
}

const messages: JsonObject = {
  signals: { go: {} },
  queries: { look: { returns: '{% vars.n %}' } },
  updates: { bump: { assign: { n: '{% vars.n + 1 %}' }, returns: '{% vars.n %}' } },
};

/** A block that is run again by the next run, as often as the input says. */
function chainOf(site: Site): JsonObject {
  const { start, steps } = blockOf(site) as { start: string; steps: JsonObject };
  const last = Object.keys(steps).at(-1) ?? start;
  const end = steps[last] as JsonObject;
  const goesOn = end['type'] !== 'succeed' && end['type'] !== 'fail' && end['type'] !== 'choice';
  const again = {
    type: 'choice',
    branches: [{ when: '{% input.left > 0 %}', next: 'anew' }, { when: '{% true %}' }],
  };
  const anew = { type: 'continueAsNew', input: '{% { "left": input.left - 1 } %}' };
  return { start, steps: { ...steps, [last]: goesOn ? { ...end, next: 'again' } : end, again, anew } };
}

function blockOf(site: Site): JsonObject {
  const { random } = site;
  const ids = Array.from({ length: random.between(1, site.depth > 1 ? 4 : 3) }, site.nextId);
  const steps = ids.map((id, i) => {
    const later = ids.slice(i + 1);
    return [id, stepOf(site, { first: ids[0] ?? id, before: ids[i - 1], next: later[0], later })] as const;
  });
  return { start: ids[0] ?? '', steps: Object.fromEntries(steps) };
}

interface Where {
  readonly first: string;
  readonly before: string | undefined;
  readonly next: string | undefined;
  readonly later: readonly string[];
}

function stepOf(site: Site, where: Where): JsonObject {
  const { random, depth } = site;
  const kinds = site.kinds.filter((kind) => kind !== 'continueAsNew' && (depth > 0 || !composites.includes(kind)));
  const kind = random.pick(kinds) ?? 'task';
  const follow: JsonObject = where.next === undefined ? {} : { next: where.next };
  if (composites.includes(kind)) return compositeOf(site, kind, where, follow);
  return { type: kind, ...leafOf(site, kind, where, follow) };
}

function leafOf(site: Site, kind: Kind, where: Where, follow: JsonObject): JsonObject {
  const { random } = site;
  switch (kind) {
    case 'wait':
      return { for: random.oneOf(['0s', '1s', '5s', '10m', '{% vars.n & "s" %}']), ...follow };
    case 'choice':
      return choiceOf(random, where);
    case 'loop':
      return { type: 'choice', ...loopOf(random, where) };
    case 'set':
      return { assign: assignOf(site, '{% vars.n + 1 %}'), ...follow };
    case 'fail':
      return random.chance(0.4)
        ? { error: { type: random.oneOf(['chosen', 'http.500', 'business.no']) } }
        : { type: 'set', assign: {}, ...follow };
    case 'succeed':
      return site.around === 'top' ? { output: '{% { "ended": vars.n } %}' } : { type: 'set', assign: {}, ...follow };
    case 'receive':
      return receiveOf(site, where, follow);
    case 'emit':
      return { ...emitOf(random), ...guards(site, where), ...effectOf(site), ...follow };
    case 'child':
      return { ...childOf(random), ...guards(site, where), ...effectOf(site), ...follow };
    default:
      return { ...taskOf(site, where), ...follow };
  }
}

function choiceOf(random: Random, { next, later }: Where): JsonObject {
  const target = random.pick(later);
  const when = random.oneOf(['{% vars.n < 2 %}', '{% $random() < 0.5 %}', '{% input.left > 0 %}', '{% true %}']);
  return {
    branches: [{ when, ...(target === null ? {} : { next: target }) }],
    ...(next === undefined || random.chance(0.05) ? {} : { otherwise: next }),
  };
}

/** Back to where the block began, by chance; the luck of a run ends it. */
function loopOf(random: Random, { first, next }: Where): JsonObject {
  const on = next === undefined ? { when: '{% true %}' } : { when: '{% false %}', next };
  const again = { when: random.oneOf(['{% $random() < 0.3 %}', '{% $random() < 0.6 %}']), next: first };
  return { branches: [again, on], ...(next === undefined ? {} : { otherwise: next }) };
}

/** DA1: in a branch a variable of its own. */
function assignOf({ around }: Site, value: string): JsonObject {
  return around === 'parallel' ? { mine: value.replace('vars.n', '1') } : { n: value };
}

function taskOf(site: Site, where: Where): JsonObject {
  const { random } = site;
  const earlier = where.before !== undefined && random.chance(0.25) ? `{% steps.${where.before}.output %}` : null;
  return {
    activity: random.oneOf(['act', 'act', 'pay', 'ship']),
    ...(random.chance(0.4)
      ? { with: { n: '{% vars.n %}', key: '{% step.key %}', ...(earlier ? { earlier } : {}) } }
      : {}),
    ...(random.chance(0.2) ? { timeouts: timeoutsOf(random) } : {}),
    ...(random.chance(0.15) ? { assign: assignOf(site, '{% vars.n + 1 %}') } : {}),
    ...(random.chance(0.02) ? { assign: assignOf(site, FAILS) } : {}),
    ...(site.around === 'saga' && random.chance(0.06)
      ? { pivot: true }
      : { ...guards(site, where), ...effectOf(site) }),
  };
}

function timeoutsOf(random: Random): JsonObject {
  return {
    ...(random.chance(0.7) ? { startToClose: random.oneOf(['2s', '10s']) } : {}),
    ...(random.chance(0.4) ? { scheduleToClose: random.oneOf(['5s', '40s']) } : {}),
  };
}

/** Retry and catch, of tasks and composites. */
function guards({ random }: Site, { later }: Where): JsonObject {
  const retry = { maxAttempts: random.between(1, 4), initialInterval: random.oneOf(['0s', '1s', '3s']) };
  const target = random.pick(later);
  const clause = { errors: [random.oneOf(['*', 'http', 'business', 'timeout'])], ...(target ? { next: target } : {}) };
  return {
    ...(random.chance(0.55) ? { retry: [{ errors: [random.oneOf(['*', '*', 'http'])], ...retry }] } : {}),
    ...(random.chance(0.2) ? { catch: [clause] } : {}),
  };
}

/** SG1, SG3. */
function effectOf({ random, kinds }: Site): JsonObject {
  if (random.chance(0.15)) return { readOnly: true };
  if (random.chance(0.12)) return {};
  const input = random.chance(0.4)
    ? { with: { out: '{% step.output %}', key: '{% step.key %}', how: '{% step.outcome %}' } }
    : random.chance(0.05)
      ? { with: FAILS }
      : {};
  const retry = random.chance(0.6) ? { retry: [{ maxAttempts: random.between(1, 5), initialInterval: '1s' }] } : {};
  return {
    compensate: {
      ...(kinds.includes('child') && random.chance(0.15) ? { workflow: 'child' } : { activity: 'undo' }),
      ...input,
      ...retry,
    },
    ...(random.chance(0.15) ? { compensateOn: 'completed' } : {}),
  };
}

function receiveOf({ random }: Site, { later }: Where, follow: JsonObject): JsonObject {
  const timeout = { timeout: random.oneOf(['5s', '1m']) };
  const target = random.pick(later);
  const onTimeout = target !== null && random.chance(0.5) ? { onTimeout: target } : {};
  return {
    signal: 'go',
    ...(random.chance(0.3) ? { key: random.oneOf(['a', 'b']) } : {}),
    ...(random.chance(0.7) ? { ...timeout, ...onTimeout } : {}),
    ...follow,
  };
}

function emitOf(random: Random): JsonObject {
  if (random.chance(0.3)) return { event: 'happened', payload: { n: '{% vars.n %}' } };
  return {
    signal: 'go',
    to: random.oneOf(['r1', 'r2', 'nobody']),
    key: random.oneOf(['a', 'b']),
    payload: '{% vars.n %}',
  };
}

function childOf(random: Random): JsonObject {
  return {
    workflow: random.oneOf(['child', 'child', 'child', 'child', 'child', 'child', 'none']),
    input: { left: 0 },
    ...(random.chance(0.3) ? { wait: false } : {}),
    ...(random.chance(0.5) ? { parentClosePolicy: random.oneOf(['terminate', 'cancel', 'abandon']) } : {}),
  };
}

function compositeOf(site: Site, kind: Kind, where: Where, follow: JsonObject): JsonObject {
  const { random, around } = site;
  const inner: Site = { ...site, depth: site.depth - 1 };
  const common = {
    type: kind,
    ...follow,
    ...guards(site, where),
    ...(random.chance(0.15) ? { timeout: random.oneOf(['4s', '20s']) } : {}),
  };
  const apart: Site = { ...inner, around: 'parallel' };
  if (kind === 'parallel') return { ...common, ...parallelOf(apart) };
  if (kind === 'map') return { ...common, ...mapOf(random), ...blockOf(apart) };
  if (kind === 'saga')
    return {
      ...common,
      ...blockOf({ ...inner, around: around === 'parallel' ? around : 'saga' }),
      ...sagaOptions(random),
    };
  return {
    ...common,
    ...blockOf({ ...inner, inTry: true }),
    ...(random.chance(0.4) ? { finally: blockOf(apart) } : {}),
  };
}

function parallelOf(site: Site): JsonObject {
  const { random } = site;
  const names = ['left', 'right', 'middle'].slice(0, random.between(2, 3));
  return {
    branches: Object.fromEntries(names.map((name) => [name, blockOf(site)])),
    ...(random.chance(0.5) ? { join: random.oneOf(['any', 'all', { count: 2 }]) } : {}),
    ...(random.chance(0.4) ? { onFailure: 'wait' } : {}),
  };
}

function mapOf(random: Random): JsonObject {
  return {
    items: random.oneOf(['{% [1..3] %}', '{% [] %}', [1, 2], '{% [1..vars.n] %}']),
    ...(random.chance(0.4) ? { concurrency: random.between(1, 2) } : {}),
    ...(random.chance(0.2) ? { batchSize: 2 } : {}),
    ...(random.chance(0.3) ? { tolerate: random.oneOf<number | string>([1, '50%']) } : {}),
  };
}

function sagaOptions(random: Random): JsonObject {
  return {
    ...(random.chance(0.3) ? { order: 'parallel' } : {}),
    ...(random.chance(0.6) ? { onCompensationFailure: random.oneOf(['suspend', 'continue', 'fail']) } : {}),
    ...(random.chance(0.5) ? { cancelTimeout: '2s' } : {}),
  };
}
