import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SpanRecord } from '../contract/index.ts';
import { plan, type Recorded } from '../core/index.ts';
import { documentOf, shapes } from '../core/testing/definitions.ts';
import {
  type Answer,
  done,
  drive,
  Driver,
  failed,
  programIfCompiles,
  scripted,
  type Tried,
  undoable,
} from '../core/testing/drive.ts';
import { readTrace } from './read-trace.ts';
import { attemptTraceparent } from './ids.ts';
import { attr } from './names.ts';

/** The machine's own histories: what `decide` makes of random definitions in a random world. */
const worlds = fc.record({
  block: shapes,
  timeout: fc.option(fc.constantFrom('15s', '2m'), { nil: undefined }),
  luck: fc.array(fc.nat(1_000_000), { minLength: 5, maxLength: 60 }),
});

const answers: readonly Answer[] = [
  done(1),
  done(2),
  failed('http.503'),
  failed('shop.no', { effect: 'none' }),
  'hang',
];

test('[T1] [T2] [T3] [T4] [T5] whatever happens to a run, its trace is whole at every moment', async () => {
  await fc.assert(
    fc.asyncProperty(worlds, async ({ block, timeout, luck }) => {
      let drawn = 0;
      const random = (below: number): number => ((luck[(drawn += 1) % luck.length] ?? 0) + drawn) % below;
      const program = programIfCompiles(documentOf(block, timeout));
      fc.pre(program !== null);
      const driver = new Driver(program);
      await driver.start();
      const ended: Ended = { traceId: '', texts: new Map() };
      for (let turn = 0; turn < 400; turn += 1) {
        const spans = readTrace(driver.events);
        expectWhole(spans);
        expectAnnounced(driver, spans);
        expectUnchanged(spans, ended);
        if (driver.state.ended || !(await act(driver, random))) break;
      }
      expectNested(driver.events);
    }),
    { numRuns: 200 },
  );
}, 120_000);

/** T2, and no id twice. */
function expectWhole(spans: readonly SpanRecord[]): void {
  const closed = spans.filter(({ endMs }) => endMs !== null);
  const ids = new Set(closed.map(({ spanId }) => spanId));
  expect(ids.size).toBe(closed.length);
  expect(closed.filter(({ parentSpanId }) => parentSpanId !== null && !ids.has(parentSpanId))).toEqual([]);
}

/** Spans that have ended, as they were first seen. */
interface Ended {
  traceId: string;
  readonly texts: Map<string, string>;
}

/** T5. A branch is a run of its own, whose spans nobody has seen. */
function expectUnchanged(spans: readonly SpanRecord[], ended: Ended): void {
  const traceId = spans[0]?.traceId ?? '';
  if (ended.traceId !== traceId) ended.texts.clear();
  ended.traceId = traceId;
  const now = new Map(spans.flatMap((span) => (span.endMs === null ? [] : [[span.spanId, JSON.stringify(span)]])));
  for (const [id, text] of ended.texts) expect(now.get(id)).toBe(text);
  for (const [id, text] of now) ended.texts.set(id, text);
}

/** T4: each attempt the machine wants under way is an open span, by the id it was announced with; and none else is open. */
function expectAnnounced({ program, state }: Driver, spans: readonly SpanRecord[]): void {
  const tried = new Set<string>(['attempt', 'emit', 'child']);
  const wanted = plan(program, state).filter((effect): effect is Tried => tried.has(effect.kind));
  const announced = wanted.map(
    (each) => attemptTraceparent(state.run?.id ?? '', each, each.attempt, each.undo).split('-')[2],
  );
  const open = spans.filter(({ endMs, attributes }) => endMs === null && attributes[attr.role] === 'attempt');
  if (state.ended) expect(spans.filter(({ endMs }) => endMs === null)).toEqual([]);
  expect(new Set(open.map(({ spanId }) => spanId))).toEqual(new Set(announced));
}

/** T3, by place and frame. */
function expectNested(events: readonly Recorded[]): void {
  const spans = readTrace(events);
  const key = ({ attributes }: SpanRecord): string =>
    JSON.stringify([attributes[attr.undo], attributes[attr.stepPath], attributes[attr.stepVisit]]);
  const isWork = ({ attributes }: SpanRecord): boolean =>
    attributes[attr.role] === 'step' || attributes[attr.role] === 'undo';
  const works = new Map(spans.filter(isWork).map((span) => [key(span), span]));
  const last = (span: SpanRecord): number => span.endMs ?? Infinity;
  for (const span of spans) {
    const { [attr.role]: role, [attr.frame]: frame } = span.attributes;
    const owner = typeof frame === 'string' && frame !== '' ? frame.slice(0, frame.lastIndexOf('/')).split('#') : null;
    const composite = owner ? works.get(JSON.stringify([false, owner[0], Number(owner[1])])) : undefined;
    const outer = role === 'attempt' || role === 'wait' ? works.get(key(span)) : composite;
    expect(!outer || (span.startMs >= outer.startMs && last(span) <= last(outer))).toBe(true);
  }
}

async function act(driver: Driver, random: (below: number) => number): Promise<boolean> {
  if (await driver.tellOne()) return true;
  if (driver.state.paused) return (await driver.send({ type: 'resume', by: 'sim' })) === null;
  if (random(20) === 0 && (await driver.send({ type: 'pause', by: 'sim' })) === null) return true;
  if (random(40) === 0 && (await branch(driver))) return true;
  if (random(10) === 0) return (await driver.signal(random(2) === 0 ? 'go' : 'nobody')) === null;
  if (random(30) === 0 && !driver.state.unwinding) return (await driver.send({ type: 'cancel', by: 'sim' })) === null;
  const wanted = driver.wanted();
  const attempt = wanted[random(Math.max(wanted.length, 1))];
  if (attempt?.kind === 'child' && !attempt.isStarted) return (await driver.childStarted(attempt)) === null;
  // Undos fail less often, or hardly a second one would ever begin.
  const answer = attempt?.undo && random(3) > 0 ? done() : attempt && answers[random(answers.length)];
  if (attempt && answer && answer !== 'hang') return (await driver.answer(attempt, answer)) === null;
  const [next] = plan(driver.program, driver.state)
    .filter((effect) => effect.kind === 'timer')
    .toSorted((a, b) => a.at - b.at);
  if (!next) return wanted.length > 0;
  driver.now = Math.max(driver.now, next.at);
  return (await driver.send({ type: 'fireTimer', timer: next.id })) === null;
}

/** As if all that happened so far were another run's. */
async function branch(driver: Driver): Promise<boolean> {
  const { run } = driver.state;
  if (!run) return false;
  const runId = `${run.id}+`;
  return (
    (await driver.send({
      type: 'branch',
      kind: 'fork',
      from: run.id,
      runId,
      runKey: runId,
      entries: [],
      mocks: null,
      by: 'sim',
    })) === null
  );
}

test('a saga that fails reads as it happened: forward, then undone last first', async () => {
  const steps = { a: undoable({ next: 'b' }), b: undoable({ next: 'c' }), c: { type: 'task', activity: 'act' } };
  const saga = { start: 's', steps: { s: { type: 'saga', start: 'a', steps } } };
  const { events } = await drive(saga, scripted({ c: failed('shop.no') }));
  const told = readTrace(events)
    .filter(({ attributes }) => attributes[attr.role] !== 'attempt')
    .map(
      ({ name, status, attributes }) => `${name} ${String(attributes[attr.status] as string | undefined)} ${status}`,
    );
  expect(told).toEqual([
    'test started undefined unset',
    'test compensated error',
    's started undefined unset',
    's failed error',
    'a completed unset',
    'b completed unset',
    'c failed error',
    's undoing completed unset',
    'undo b completed unset',
    'undo a completed unset',
  ]);
});
