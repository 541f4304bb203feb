import type { AttemptResult } from '../../core/command.ts';
import type { ChildWanted, EmitWanted } from '../../core/effect.ts';
import type { Json } from '../../core/json.ts';
import type { Clock } from '../ports.ts';
import { mocksOf } from './forks.ts';
import { type Mocked, type Mocks, mocksFor } from './mocks.ts';
import { answerByScript, notMocked } from './scripted.ts';

type Scriptable = EmitWanted | ChildWanted;

/** Null: it has no mock. */
export function answerMocked(
  errand: Scriptable,
  mocks: Mocks,
  clock: Clock,
  signal: AbortSignal,
): Promise<AttemptResult> | null {
  const work = asMocked(errand, clock);
  if (mocksFor(mocks, work) === null) return null;
  return answerByScript(mocks, work, clock, signal).then((answer) => answer ?? notMocked(work));
}

/** What was not recorded and is not said is not sent; of a child nothing can be guessed. */
export async function answerFork(
  errand: Scriptable,
  mocks: Json,
  clock: Clock,
  signal: AbortSignal,
): Promise<AttemptResult> {
  const answer = await answerMocked(errand, mocksOf(mocks), clock, signal);
  if (answer !== null) return answer;
  return errand.kind === 'emit' ? { kind: 'completed', output: null } : notMocked(asMocked(errand, clock));
}

/** The engine keeps no time limit of it: a mock that says one struck is answered at once. */
const asMocked = (errand: Scriptable, clock: Clock): Mocked => ({ ...errand, startedAt: clock.now(), limit: '' });
