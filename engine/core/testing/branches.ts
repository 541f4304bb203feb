/** Runs that follow or part from another, as a host makes them: the next generation, a reset, a fork. */
import { expect } from 'vitest';
import { foldHistory, lastOfLife, type NextRun, nextRunId, type Program } from '../index.ts';
import { Driver } from './drive.ts';

/** Of a run that has ended: the one that follows it, begun; null where there is none. */
export async function follow(driver: Driver): Promise<Driver | null> {
  const closing = driver.events.findLast((event) => event.type === 'RunClosing');
  const next = closing?.next;
  if (!next) return null;
  return next.kind === 'continued' ? continued(driver, next) : goBack(driver, next);
}

async function continued(driver: Driver, next: Extract<NextRun, { kind: 'continued' }>): Promise<Driver> {
  const { runId, input } = next;
  const follower = new Driver(driver.program, driver.script);
  follower.now = driver.now;
  const { key: runKey = '' } = driver.state.run ?? {};
  expect(await follower.start(input, { runId, runKey, continued: next.continued })).toBeNull();
  return follower;
}

async function goBack(driver: Driver, next: Extract<NextRun, { kind: 'reset' }>): Promise<Driver> {
  const { runId, to, entries, children } = next;
  const { id: from = '', key: runKey = '', mocks = null } = driver.state.run ?? {};
  const after = prefixOf(driver, to);
  after.now += 1_000;
  const signals = driver.events.slice(to).filter((event) => event.type === 'SignalReceived');
  const command = { type: 'branch', kind: 'reset', from, runId, runKey, entries, children, signals, mocks } as const;
  expect(await after.send({ ...command, by: 'sim' })).toBeNull();
  return after;
}

/** LI4. Of a run that has ended: the one that follows it from there, as if it had been reset just before; or why there is none. */
export async function resetEnded(driver: Driver, to: number): Promise<Driver | string> {
  const last = lastOfLife(driver.events);
  const before = prefixOf(driver, last);
  const runId = nextRunId(driver.state.run?.id ?? '');
  const beyond = driver.events.slice(to, last);
  const refused = await before.send({ type: 'reset', to, runId, beyond, by: 'sim' });
  if (refused !== null) return refused;
  const next = await follow(before);
  if (!next) throw new Error('nothing follows a reset');
  return next;
}

export async function fork(driver: Driver, to: number, runId: string): Promise<Driver> {
  const after = prefixOf(driver, to);
  after.now += 60_000;
  const from = driver.state.run?.id ?? '';
  const command = {
    type: 'branch',
    kind: 'fork',
    from,
    runId,
    runKey: runId,
    entries: [],
    mocks: {},
    by: 'sim',
  } as const;
  expect(await after.send(command)).toBeNull();
  return after;
}

/** The first events of a run, under the definition they end with. */
function prefixOf(driver: Driver, to: number): Driver {
  const events = driver.events.slice(0, to);
  const state = foldHistory((hash) => programAt(driver, hash), events);
  const cut = new Driver(programAt(driver, state.run?.hash ?? ''), driver.script);
  for (const [hash, program] of driver.programs) cut.programs.set(hash, program);
  cut.events.push(...events);
  cut.state = state;
  cut.now = driver.now;
  return cut;
}

function programAt({ programs, program }: Driver, hash: string): Program {
  return programs.get(hash) ?? program;
}
