/** Random histories: what random definitions record in a random world, left at a random moment. */
import fc from 'fast-check';
import type { Recorded } from '../../core/index.ts';
import { documentOf, shapes } from '../../core/testing/definitions.ts';
import { type Answer, done, Driver, failed, programIfCompiles, type Tried } from '../../core/testing/drive.ts';
import { plan, viewOf } from '../../core/index.ts';

export const scenario = fc.record({
  block: shapes,
  timeout: fc.option(fc.constantFrom('15s', '2m'), { nil: undefined }),
  luck: fc.array(fc.nat(1_000_000), { minLength: 5, maxLength: 40 }),
  turns: fc.nat(60),
});

export type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never;

const answers: readonly Answer[] = [
  done(1),
  done(2),
  failed('http.503'),
  failed('shop.no', { effect: 'none', retryable: false }),
  'hang',
];

type Random = (below: number) => number;

export function luckOf(numbers: readonly number[]): Random {
  let i = 0;
  return (below) => ((numbers[(i += 1) % numbers.length] ?? 0) + i) % below;
}

/** Null where the definition does not compile. */
export async function driven({ block, timeout, luck, turns }: Scenario): Promise<Driver | null> {
  const program = programIfCompiles(documentOf(block, timeout));
  if (!program) return null;
  const driver = new Driver(program);
  const random = luckOf(luck);
  await driver.start();
  for (let turn = 0; turn < turns && !driver.state.ended; turn += 1) await act(driver, random);
  return driver;
}

/** One append holds what one decision recorded, or what several did. */
export function appendsOf(events: readonly Recorded[], random: Random): readonly (readonly Recorded[])[] {
  const appends: Recorded[][] = [];
  for (const event of events) {
    const last = appends.at(-1);
    if (last && random(2) === 0) last.push(event);
    else appends.push([event]);
  }
  return appends;
}

async function act(driver: Driver, random: Random): Promise<void> {
  if (random(25) === 0 && !driver.state.unwinding) return void (await driver.send({ type: 'cancel', by: 'sim' }));
  if (random(100) === 0) return void (await driver.send({ type: 'terminate', by: 'sim' }));
  if (await decided(driver, random)) return;
  const wanted = driver.wanted();
  const attempt = wanted[random(Math.max(wanted.length, 1))];
  const answer = attempt && answerTo(attempt, random);
  if (attempt && answer && answer !== 'hang') return void (await driver.answer(attempt, answer));
  const timers = plan(driver.program, driver.state).filter((effect) => effect.kind === 'timer');
  const next = timers.toSorted((a, b) => a.at - b.at)[0];
  if (!next) return;
  driver.now = Math.max(driver.now, next.at);
  await driver.send({ type: 'fireTimer', timer: next.id });
}

function answerTo({ undo }: Tried, random: Random): Answer | undefined {
  return undo && random(3) > 0 ? done() : answers[random(answers.length)];
}

async function decided(driver: Driver, random: Random): Promise<boolean> {
  const view = viewOf(driver.events);
  const step = view.steps.find(({ status, undo }) => status === 'stuck' || undo === 'stuck');
  if (!step || random(2) === 0) return false;
  const place = { path: step.path, visit: step.visit, by: 'ana' };
  const undoing = (['undoSkip', 'undoAbort', 'undoRetry'] as const)[random(3)] ?? 'undoSkip';
  await driver.send(step.undo === 'stuck' ? { ...place, type: undoing } : { ...place, type: 'skipStep' });
  return true;
}
