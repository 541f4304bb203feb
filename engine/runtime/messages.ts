import type { Asked, Command } from '../core/command.ts';
import { answerQuery, type Program, type QueryAnswer } from '../core/index.ts';
import type { Json } from '../core/json.ts';
import type { RunEntry } from './entry.ts';
import { loadRun } from './loaded.ts';
import type { Outcome } from './mail.ts';
import { deliverSignal } from './outbox/delivery.ts';
import { isLarge, offloaded } from './performing/blobs.ts';
import type { Blobs, Clock, Journal } from './ports.ts';
import type { Programs } from './programs.ts';

export interface SignalRequest extends Asked {
  readonly name: string;
  readonly payload?: Json | undefined;
  /** Correlation key. Default: as the workflow declares it. */
  readonly key?: Json | undefined;
  /** A second signal with the same id changes nothing. */
  readonly id?: string | undefined;
}

export interface UpdateRequest extends Asked {
  readonly name: string;
  readonly input?: Json | undefined;
  /** A second update with the same id gets the answer of the first. */
  readonly id?: string | undefined;
}

const SOON_MS = 50;

interface Desk {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly programs: Programs;
  readonly blobs: Blobs;
  readonly entry: (runId: string) => Promise<RunEntry | null>;
  readonly ask: (runId: string, command: Command) => Promise<Outcome>;
}

/** LI1. */
export async function sendSignal(desk: Desk, runId: string, request: SignalRequest): Promise<Outcome> {
  const { name, payload = null, key, id, by, why } = request;
  const small = isLarge(payload) ? await smallPayload(desk, runId, name, payload) : payload;
  const command = { type: 'signal', name, payload: small, key, id, by, why } as const;
  for (;;) {
    const outcome = await deliverSignal(desk, runId, command);
    if (outcome !== 'soon') return outcome;
    await new Promise<void>((resolve) => desk.clock.setTimer(desk.clock.now() + SOON_MS, resolve));
  }
}

/** DA8. One that a schema is to check, or a key to be taken from, stays whole. */
async function smallPayload(
  { programs, blobs, entry }: Desk,
  runId: string,
  name: string,
  payload: Json,
): Promise<Json> {
  const run = await entry(runId);
  const program: Program | null = run && (await programs.load(run.hash));
  return !program || program.signals.has(name) ? payload : offloaded(payload, blobs);
}

/** LI1. The answer is `result` of the outcome. */
export function sendUpdate({ ask }: Desk, runId: string, request: UpdateRequest): Promise<Outcome> {
  const { name, input = null, id, by, why } = request;
  return ask(runId, { type: 'update', name, input, id, by, why });
}

/** LI1. Evaluated on what is durable; records nothing, and asks nothing of a run that is busy. */
export async function query(
  { journal, programs }: Desk,
  runId: string,
  name: string,
  input: Json,
): Promise<QueryAnswer> {
  const run = await loadRun(journal, programs, runId);
  return run ? answerQuery(run.program, run.state, name, input) : notThere(runId);
}

const notThere = (runId: string): QueryAnswer => ({
  kind: 'rejected',
  code: 'notFound',
  reason: `There is no run ${runId}.`,
});
