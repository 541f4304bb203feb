import type { SlotRequest } from '../core/event.ts';
import { type Concurrency, concurrencyOf, type Rejection } from '../core/index.ts';
import type { Command } from '../core/command.ts';
import type { StartRequest } from './engine.ts';
import type { RunEntry } from './entry.ts';
import type { Made, Outcome } from './mail.ts';
import type { SlotKeeper } from './outbox/slots.ts';
import { isLarge, offloaded } from './performing/blobs.ts';
import type { Blobs } from './ports.ts';
import type { Programs } from './programs.ts';

interface Desk {
  /** An id that no run has, and room for the run. */
  readonly newRun: () => string;
  readonly programs: Programs;
  readonly blobs: Blobs;
  readonly slots: SlotKeeper;
  readonly entry: (runId: string) => Promise<RunEntry | null>;
  readonly ask: (runId: string, command: Command, made: Made | null) => Promise<Outcome>;
}

interface How {
  /** It is not refused for want of a slot, but waits for one. */
  readonly mustQueue: boolean;
}

/** Starts a run, once, with a slot of its concurrency key where the workflow has one. */
export async function startRun(desk: Desk, request: StartRequest, how: How = { mustQueue: false }): Promise<Outcome> {
  const runId = request.runId ?? desk.newRun();
  const program = desk.programs.of(request.definition, request.hash);
  const input =
    isLarge(request.input) && program.definition.input === undefined
      ? await offloaded(request.input, desk.blobs) // DA8; what a schema is to check stays whole
      : request.input;
  const submit = (slot?: SlotRequest): Promise<Outcome> => ask(desk, { ...request, runId, input }, slot);
  const outcome = program.concurrency
    ? await withSlot(desk, program.definition.name, await concurrencyOf(program, input, request.config), how, submit)
    : await submit();
  return request.reuse === 'useExisting' ? orExisting(desk, runId, outcome) : outcome;
}

function ask(
  { ask: submit }: Desk,
  request: StartRequest & { readonly runId: string },
  slot?: SlotRequest,
): Promise<Outcome> {
  const { runId, runKey = runId, input, config, by, traceparent, parent, breakpoints, continued } = request;
  return submit(
    runId,
    { type: 'start', runId, runKey, input, config, by, traceparent, parent, breakpoints, continued, slot },
    request,
  );
}

async function withSlot(
  { slots }: Desk,
  workflow: string,
  wanted: Concurrency | null,
  { mustQueue }: How,
  submit: (slot?: SlotRequest) => Promise<Outcome>,
): Promise<Outcome> {
  if (wanted === null) return submit();
  if (!wanted.ok) return { kind: 'rejected', code: 'invalid', reason: wanted.reason };
  const { key, limit, onLimit } = wanted;
  const mayQueue = mustQueue || onLimit === 'queue';
  return slots.take(workflow, { key, limit, mayQueue }, (slot) =>
    slot ? submit(slot) : Promise.resolve(full(workflow, key, limit)),
  );
}

export function full(workflow: string, key: string, limit: number): Rejection {
  const reason = `${workflow} has ${limit} open ${limit === 1 ? 'run' : 'runs'} with the key ${key}, as many as it may.`;
  return { kind: 'rejected', code: 'full', reason };
}

async function orExisting({ entry }: Desk, runId: string, outcome: Outcome): Promise<Outcome> {
  if (outcome.kind === 'accepted' || outcome.code !== 'alreadyStarted') return outcome;
  const existing = await entry(runId);
  return existing ? { kind: 'accepted', entry: existing } : outcome;
}
