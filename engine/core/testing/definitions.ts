import fc from 'fast-check';

/**
 * Random definitions that compile: blocks in blocks to a small depth, every step type, compensation and catches strewn about. Ids are
 * given out in order, so that they are unique in the whole file.
 */
export interface Shape {
  readonly kind:
    | 'task'
    | 'emit'
    | 'child'
    | 'saga'
    | 'parallel'
    | 'map'
    | 'try'
    | 'wait'
    | 'receive'
    | 'choice'
    | 'loop'
    | 'set'
    | 'fail'
    | 'succeed'
    | 'continue';
  readonly blocks: readonly (readonly Shape[])[];
  /** Bits that switch options on. */
  readonly bits: number;
}

const bits = fc.nat(0xffff);
const leaves = [
  ...(['task', 'task', 'task', 'task', 'task', 'emit', 'child', 'wait', 'receive'] as const),
  ...(['choice', 'loop', 'set', 'fail', 'succeed', 'continue'] as const),
];
const leaf: fc.Arbitrary<Shape> = fc.record({
  kind: fc.constantFrom(...leaves),
  blocks: fc.constant([]),
  bits,
});

function shape(depth: number): fc.Arbitrary<Shape> {
  if (depth === 0) return leaf;
  const block = fc.array(shape(depth - 1), { minLength: 1, maxLength: 3 });
  const composite = fc.record({
    kind: fc.constantFrom('saga', 'saga', 'parallel', 'map', 'try'),
    blocks: fc.array(block, { minLength: 2, maxLength: 2 }),
    bits,
  });
  return fc.oneof({ weight: 3, arbitrary: leaf }, { weight: 2, arbitrary: composite });
}

export const shapes: fc.Arbitrary<readonly Shape[]> = fc.array(shape(3), { minLength: 1, maxLength: 4 });

/** Whether a pivot may stand here: in a saga that no parallel is around. */
type PlaceKind = 'top' | 'inside' | 'saga' | 'parallel';

/** An expression that fails when it is evaluated. */
const FAILS = '{% vars.v.none.at.all %}';

type Build = (block: readonly Shape[], place: PlaceKind) => BlockJson;

interface BlockJson {
  readonly start: string;
  readonly steps: Readonly<Record<string, object>>;
}

export function documentOf(block: readonly Shape[], timeout: string | undefined): object {
  let count = 0;
  const nextId = (): string => `s${(count += 1)}`;
  const build: Build = (shapesOf, place) => {
    const ids = shapesOf.map(nextId);
    const steps = shapesOf.map((s, i) => [ids[i] ?? '', stepOf(s, ids[i + 1], build, place, ids[0])] as const);
    return { start: ids[0] ?? '', steps: Object.fromEntries(steps) };
  };
  return {
    variables: { v: 0 },
    updates: { turn: { assign: { v: '{% update.input %}' } } },
    searchAttributes: { v: { type: 'number', value: '{% vars.v %}' } },
    ...build(block, 'top'),
    ...(timeout === undefined ? {} : { timeout }),
  };
}

const has = ({ bits: b }: Shape, bit: number): boolean => (b & (1 << bit)) !== 0;

function stepOf(s: Shape, next: string | undefined, build: Build, place: PlaceKind, first = ''): object {
  const follow = next === undefined ? {} : { next };
  if (s.kind === 'loop') return loopOf(follow, next, first);
  return s.blocks.length > 0 ? compositeOf(s, follow, build, place) : leafOf(s, follow, next, place);
}

/** Back to where the block began, by chance. */
function loopOf(follow: object, next: string | undefined, first: string): object {
  const on = next === undefined ? { when: '{% true %}' } : { when: '{% false %}', ...follow };
  return {
    type: 'choice',
    branches: [{ when: '{% $random() < 0.3 %}', next: first }, on],
    ...(next === undefined ? {} : { otherwise: next }),
  };
}

function guards(s: Shape, follow: object): object {
  return {
    ...(has(s, 0) ? { retry: [{ maxAttempts: 2 }] } : {}),
    ...(has(s, 1) && has(s, 2) ? { catch: [{ errors: ['*'], ...(has(s, 8) ? {} : follow) }] } : {}),
    ...(has(s, 9) && has(s, 10) && has(s, 11) ? { assign: { mine: FAILS } } : {}),
  };
}

function compositeOf(s: Shape, follow: object, build: Build, place: PlaceKind): object {
  const [first = [], second = []] = s.blocks;
  const timeout = has(s, 3) && has(s, 4) ? { timeout: '20s' } : {};
  const output = s.kind !== 'parallel' && has(s, 12) && has(s, 13) && has(s, 14) ? { output: FAILS } : {};
  const common = { ...follow, ...guards(s, follow), ...timeout, ...output };
  if (s.kind === 'saga') {
    return { type: 'saga', ...build(first, place === 'parallel' ? place : 'saga'), ...common, ...sagaOptions(s) };
  }
  if (s.kind === 'map') {
    const items = has(s, 6) ? [1, 2, 3] : has(s, 7) ? [] : '{% [1..4] %}';
    return { type: 'map', items, ...build(first, 'parallel'), ...common, ...mapOptions(s) };
  }
  if (s.kind === 'parallel') {
    const branches = { left: build(first, 'parallel'), right: build(second, 'parallel') };
    return { type: 'parallel', branches, ...common, ...joinOptions(s) };
  }
  return {
    type: 'try',
    ...build(first, place === 'top' ? 'inside' : place),
    ...(has(s, 5) ? { finally: build(second, 'parallel') } : {}),
    ...common,
  };
}

function leafOf(s: Shape, follow: object, next: string | undefined, place: PlaceKind): object {
  if (s.kind === 'task') {
    const options = isPivot(s, place) ? { pivot: true } : taskOptions(s);
    return { type: 'task', activity: 'act', ...follow, ...guards(s, follow), ...options, ...timeLimits(s) };
  }
  if (s.kind === 'emit') {
    const target = has(s, 8) ? { event: 'happened' } : { signal: 'go', to: 'other', key: has(s, 9) ? 'k' : null };
    return { type: 'emit', payload: 1, ...target, ...follow, ...guards(s, follow), ...taskOptions(s) };
  }
  if (s.kind === 'child') {
    const wait = has(s, 8) ? { wait: false, parentClosePolicy: has(s, 9) ? 'cancel' : 'terminate' } : {};
    return { type: 'child', workflow: 'sub', input: 1, ...wait, ...follow, ...guards(s, follow), ...taskOptions(s) };
  }
  if (s.kind === 'receive') return receiveOf(s, follow, next);
  if (s.kind === 'succeed') return { type: 'succeed', output: 1 };
  if (s.kind === 'continue')
    return place === 'top' ? { type: 'continueAsNew' } : { type: 'set', assign: {}, ...follow };
  if (s.kind === 'wait') return { type: 'wait', for: '5s', ...follow };
  if (s.kind === 'choice') {
    const otherwise = next === undefined ? {} : { otherwise: next };
    return { type: 'choice', branches: [{ when: `{% ${has(s, 1)} %}`, ...follow }], ...otherwise };
  }
  const fails = s.kind === 'fail' && !has(s, 0) && !has(s, 1);
  return fails ? { type: 'fail', error: { type: 'chosen' } } : { type: 'set', assign: {}, ...follow };
}

function receiveOf(s: Shape, follow: object, next: string | undefined): object {
  const timeout = has(s, 5) ? { timeout: '30s', ...(has(s, 6) && next !== undefined ? { onTimeout: next } : {}) } : {};
  const caught = has(s, 1) ? { catch: [{ errors: ['timeout.signal'], ...follow }] } : {};
  const assign = has(s, 9) && has(s, 10) ? { assign: { mine: has(s, 11) ? FAILS : '{% signal.payload %}' } } : {};
  return {
    type: 'receive',
    signal: 'go',
    ...(has(s, 7) ? { key: 'k' } : {}),
    ...timeout,
    ...follow,
    ...caught,
    ...assign,
  };
}

function mapOptions(s: Shape): object {
  return {
    ...(has(s, 8) ? { concurrency: 2 } : {}),
    ...(has(s, 9) ? { tolerate: has(s, 10) ? '50%' : 1 } : {}),
    ...(has(s, 11) ? { batchSize: 2 } : {}),
  };
}

function isPivot(s: Shape, place: PlaceKind): boolean {
  return place === 'saga' && has(s, 4) && has(s, 3);
}

function taskOptions(s: Shape): object {
  if (has(s, 7)) return { readOnly: true };
  const by = has(s, 14) ? { workflow: 'undo' } : { activity: 'undo' };
  const undo = { ...by, retry: [{ maxAttempts: 2 }], ...(has(s, 12) && has(s, 13) ? { with: FAILS } : {}) };
  return has(s, 6) || has(s, 5)
    ? { compensate: undo, ...(has(s, 3) && has(s, 2) ? { compensateOn: 'completed' } : {}) }
    : {};
}

/** Also of pivots, where waiting in a queue is what else can fail. */
function timeLimits(s: Shape): object {
  const queue = has(s, 15) ? { scheduleToStart: '15s' } : {};
  const all = has(s, 15) && has(s, 10) && !has(s, 4) ? { scheduleToClose: '40s' } : {};
  return has(s, 15) ? { timeouts: { ...queue, ...all, ...(has(s, 9) ? { heartbeat: '5s' } : {}) } } : {};
}

function sagaOptions(s: Shape): object {
  return {
    ...(has(s, 5) ? { order: 'parallel' } : {}),
    onCompensationFailure: has(s, 6) ? 'suspend' : has(s, 7) ? 'continue' : 'fail',
    cancelTimeout: '2s',
  };
}

function joinOptions(s: Shape): object {
  return { ...(has(s, 5) ? { join: 'any' } : {}), ...(has(s, 6) ? { onFailure: 'wait' } : {}) };
}
