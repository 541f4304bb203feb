import type { Json } from '../../core/json.ts';
import type { Activities, Clock } from '../ports.ts';
import { type Mocks, mocksSchema } from './mocks.ts';
import { answerByScript, notMocked } from './scripted.ts';

/** LI4. The attempts of forks, answered from what their runs recorded: no activity is called, nothing is sent, nothing started. */
export function forkActivities(clock: Clock): Activities {
  return {
    async perform(work, signal) {
      return (await answerByScript(mocksOf(work.run.mocks ?? {}), work, clock, signal)) ?? notMocked(work);
    },
  };
}

const parsed = new WeakMap<object, Mocks>();

/** Checked when the fork was made. */
export function mocksOf(json: Json): Mocks {
  if (typeof json !== 'object' || json === null) return {};
  const known = parsed.get(json);
  if (known) return known;
  const mocks = mocksSchema.parse(json);
  parsed.set(json, mocks);
  return mocks;
}
