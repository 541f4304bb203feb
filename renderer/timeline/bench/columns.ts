import { type ColumnAttribute, type SpanColumns, spanStatuses } from '@sagaloom/engine/contract';
import type { Json } from '@sagaloom/engine/core';

/**
 * A run of so many spans by column, as the engine sends it: sagas of twenty steps, four at a time, one step in seven tried twice. The same
 * each time.
 */
export function manyColumns(count: number): SpanColumns {
  const drafts = draftsOf(count);
  const order = Uint32Array.from(drafts.start.keys()).toSorted(
    (a, b) => (drafts.start[a] ?? 0) - (drafts.start[b] ?? 0) || a - b,
  );
  const place = new Int32Array(count);
  order.forEach((draft, index) => (place[draft] = index));
  const attributes: Partial<Record<ColumnAttribute, Uint32Array>> = {};
  for (const [name, column] of Object.entries(drafts.attributes)) {
    attributes[name as ColumnAttribute] = order.map((draft) => column[draft] ?? 0);
  }
  return {
    traceId: 'a'.repeat(32),
    count,
    origin: 1_700_000_000_000,
    start: Float64Array.from(order, (draft) => drafts.start[draft] ?? 0),
    end: Float64Array.from(order, (draft) => drafts.end[draft] ?? 0),
    parent: Int32Array.from(order, (draft) => {
      const parent = drafts.parent[draft] ?? -1;
      return parent === -1 ? -1 : (place[parent] ?? -1);
    }),
    orphan: new Uint8Array(count),
    ids: BigUint64Array.from(order, (draft) => BigInt(draft + 1)),
    name: order.map((draft) => drafts.name[draft] ?? 0),
    service: new Uint32Array(count).fill(1),
    status: Uint8Array.from(order, (draft) => drafts.status[draft] ?? 0),
    kind: new Uint8Array(count),
    events: new Uint8Array(count),
    attributes,
    strings: drafts.strings,
    values: drafts.values,
  };
}

interface Put {
  readonly role: string;
  readonly start: number;
  readonly end: number;
  readonly parent: number;
  readonly path?: string;
  readonly more?: Readonly<Partial<Record<ColumnAttribute, Json>>>;
}

function draftsOf(count: number) {
  const strings = ['', 'bench'];
  const values: Json[] = [null];
  const known = new Map<Json, number>();
  const valueAt = (value: Json): number => {
    const found = known.get(value) ?? values.push(value) - 1;
    known.set(value, found);
    return found;
  };
  const columns = {
    start: new Float64Array(count),
    end: new Float64Array(count),
    parent: new Int32Array(count),
    name: new Uint32Array(count),
    status: new Uint8Array(count),
  };
  const attributes: Partial<Record<ColumnAttribute, Uint32Array>> = {};
  let made = 0;
  const say = (name: ColumnAttribute, value: Json): void => {
    (attributes[name] ??= new Uint32Array(count))[made] = valueAt(value);
  };
  const put = ({ role, start, end, parent, path, more = {} }: Put): number => {
    columns.start[made] = start;
    columns.end[made] = end;
    columns.parent[made] = parent;
    columns.name[made] = path === undefined ? 1 : strings.push(path) - 1;
    const failed = more['error.type'] !== undefined;
    columns.status[made] = spanStatuses.indexOf(failed ? 'error' : 'unset');
    say('sagaloom.span', role);
    if (role !== 'started' && role !== 'wait') say('sagaloom.status', failed ? 'failed' : 'completed');
    if (path !== undefined) {
      say('sagaloom.step.path', path);
      say('sagaloom.step.id', path.includes('.') ? path.slice(path.indexOf('.') + 1) : 'saga');
      say('sagaloom.step.visit', 1);
    }
    for (const [name, value] of Object.entries(more)) if (value !== undefined) say(name as ColumnAttribute, value);
    return made++;
  };
  sagas(count, put);
  return { ...columns, attributes, strings, values };
}

function sagas(count: number, put: (span: Put) => number): void {
  const random = randomFrom(42);
  const root = put({ role: 'started', start: 0, end: 0, parent: -1 });
  const lanes = [0, 0, 0, 0];
  const left = { count: count - 2 };
  const add = (span: Put): void => {
    if (left.count <= 0) return;
    left.count--;
    put(span);
  };
  let saga = 0;
  while (left.count > 0) {
    const lane = saga % lanes.length;
    lanes[lane] = oneSaga(`saga${saga++}`, lanes[lane] ?? 0, root, random, add);
  }
  put({ role: 'run', start: 0, end: Math.max(...lanes), parent: root });
}

/** Twenty steps; gives when it ended. */
function oneSaga(path: string, start: number, root: number, random: () => number, add: (span: Put) => void): number {
  const more = { 'sagaloom.frame': `${path}#1/body`, 'sagaloom.step.type': 'task' };
  let at = start;
  for (let n = 0; n < 20; n++) {
    const step = `${path}.step${n}`;
    const from = at;
    const twice = random() < 0.14;
    const tried = { ...more, 'sagaloom.attempt': twice ? 2 : 1 };
    if (twice) {
      const failed = { ...more, 'sagaloom.attempt': 1, 'error.type': 'http.503' };
      add({ role: 'attempt', start: at, end: at + 12, parent: root, path: step, more: failed });
      const wait = { ...more, 'sagaloom.wait.reason': 'retry' };
      add({ role: 'wait', start: at + 12, end: at + 20, parent: root, path: step, more: wait });
      at += 20;
    }
    const end = at + 1 + Math.round(random() * 40);
    add({ role: 'attempt', start: at, end, parent: root, path: step, more: tried });
    add({ role: 'step', start: from, end, parent: root, path: step, more });
    at = end + 2;
  }
  const own = { 'sagaloom.frame': '', 'sagaloom.step.type': 'saga' };
  add({ role: 'step', start, end: at, parent: root, path, more: own });
  return at + 5;
}

/** The same numbers each time. */
function randomFrom(seed: number): () => number {
  let at = seed;
  return () => (at = (at * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
}

/** A trace from services that know nothing of us: requests that call others, five deep, by twelve services. */
export function foreignColumns(count: number): SpanColumns {
  const random = randomFrom(7);
  const start = new Float64Array(count);
  const end = new Float64Array(count);
  const parent = new Int32Array(count).fill(-1);
  const service = new Uint32Array(count);
  const name = new Uint32Array(count);
  const status = new Uint8Array(count);
  const strings = [
    '',
    ...Array.from({ length: 12 }, (_, n) => `service-${n}`),
    ...Array.from({ length: 40 }, (_, n) => `GET /thing/${n}`),
  ];
  end[0] = count;
  service[0] = 1;
  name[0] = 13;
  for (let span = 1; span < count; span++) {
    start[span] = span + random();
    end[span] = (start[span] ?? 0) + random() * 40;
    parent[span] = span % 5 === 1 ? 0 : span - 1;
    service[span] = 1 + Math.floor(random() * 12);
    name[span] = 13 + Math.floor(random() * 40);
    status[span] = random() < 0.01 ? 2 : 0;
  }
  const rest = { ids: BigUint64Array.from({ length: count }, (_, n) => BigInt(n + 1)), attributes: {}, values: [null] };
  const flat = { orphan: new Uint8Array(count), kind: new Uint8Array(count), events: new Uint8Array(count) };
  return {
    traceId: 'b'.repeat(32),
    count,
    origin: 1_700_000_000_000,
    start,
    end,
    parent,
    service,
    name,
    status,
    strings,
    ...rest,
    ...flat,
  };
}
