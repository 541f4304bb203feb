/** Runs that a test leads by hand, answer by answer. */
import { expect } from 'vitest';
import type { Json, Recorded } from '../index.ts';
import { done, Driver, failed, programOf, type Script, task, undoable } from './drive.ts';

export const by = 'ana';
export const hang: Script = () => 'hang';
export const final = failed('no', { effect: 'none', retryable: false });
export const one = (step: object, more: object = {}): object => ({ start: 'a', steps: { a: step }, ...more });
export const saga = (steps: object, more: object = {}): object => ({
  start: 's',
  steps: { s: { type: 'saga', start: Object.keys(steps)[0], steps, ...more } },
});

export async function started(document: object, input: Json = {}, more: object = {}): Promise<Driver> {
  const driver = new Driver(programOf(document), hang);
  expect(await driver.start(input, more)).toBeNull();
  return driver;
}

export async function answer(driver: Driver, result = done()): Promise<void> {
  const [wanted] = driver.wanted();
  if (wanted) expect(await driver.answer(wanted, result)).toBeNull();
}

export const seqOf = ({ events }: Driver, is: (event: Recorded) => boolean): number => events.find(is)?.seq ?? 0;
export const begun = (id: string) => (event: Recorded) => event.type === 'StepStarted' && event.id === id;

export const chain = saga({ a: undoable({ next: 'b' }), b: undoable({ next: 'c' }), c: task() });

export async function atC(): Promise<Driver> {
  const driver = await started(chain);
  await answer(driver);
  await answer(driver);
  return driver;
}
