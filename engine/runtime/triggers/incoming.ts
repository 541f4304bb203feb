import { compileTemplate, evaluateTemplate } from '../../core/expression/index.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import { sha256Hex } from '../digest.ts';
import { isTraceparent } from '../traceparent.ts';
import type { StartRequest } from '../engine.ts';
import type { Outcome } from '../mail.ts';
import { resolved } from '../performing/blobs.ts';
import type { Blobs, Definitions, DeliveryEntry, DeliveryOutcome } from '../ports.ts';
import { type Came, triggerFires, triggerInput, triggerScope } from './input.ts';
import type { DeployedTriggers, NamedTrigger } from './triggers.ts';

/** What a recorded delivery comes to. */
export interface Incoming {
  readonly triggers: DeployedTriggers;
  readonly definitions: Definitions;
  readonly blobs: Blobs;
  readonly start: (request: StartRequest) => Promise<Outcome>;
}

type Result = Omit<DeliveryOutcome, 'at'>;

/**
 * LI5. The run's id is that of the delivery, and the journal takes each id once: asked again after a crash, it is the same run. Rejects
 * where that cannot be known now.
 */
export async function outcomeOf(incoming: Incoming, entry: DeliveryEntry): Promise<Result> {
  const payload = await resolved(entry.payload, incoming.blobs);
  if (!payload.ok) return refused('invalid', `What came is gone: ${payload.missing} is not in the database.`);
  if (entry.trigger === null) return started(incoming, entry, payload.value);
  const named = await incoming.triggers.find(entry.workflow, entry.trigger);
  if (named === null) return refused('notFound', `There is no trigger ${entry.trigger} of ${entry.workflow} any more.`);
  return triggered(incoming, entry, named, payload.value);
}

async function triggered(
  { definitions, start }: Incoming,
  entry: DeliveryEntry,
  { trigger, workflow, name }: NamedTrigger,
  payload: Json,
): Promise<Result> {
  const { id, at, by, key, about } = entry;
  if (trigger.type === 'schedule') return refused('notFound', `${name} of ${workflow} is a schedule by now.`);
  const { headers = {}, topic, path } = about;
  const came: Came = trigger.type === 'event' ? { payload } : { payload, headers, topic, path, key };
  const entropy = { at, seed: id };
  const scope = triggerScope(name, at, came);
  const fires = await triggerFires(trigger.when, scope, entropy);
  if (!fires.ok) return refused('invalid', fires.error.message);
  if (!fires.value) return { status: 'passed', runId: null, problem: null };
  const input = await triggerInput(trigger.input, payload, scope, entropy);
  if (!input.ok) return refused('invalid', input.error.message);
  const startable = await definitions.latest(workflow);
  if (startable === null) return refused('notFound', `The workflow ${workflow} is not there.`);
  const traceparent = traceparentIn(headers);
  return resultOf(id, await start({ ...startable, runId: id, input: input.value, by, traceparent }));
}

/** W3C trace context of whoever sent it: the run's trace is linked to that. What is none is left out. */
function traceparentIn({ traceparent }: JsonObject): string | null {
  return typeof traceparent === 'string' && isTraceparent(traceparent) ? traceparent : null;
}

/** A start that somebody asked for, as it was asked for. */
async function started({ blobs, start }: Incoming, entry: DeliveryEntry, input: Json): Promise<Result> {
  const { id: runId, by, about } = entry;
  const found = await resolved(about.start?.definition ?? null, blobs);
  if (!about.start || !found.ok || found.value === null) return refused('notFound', 'The workflow is gone.');
  const { hash, config } = about.start;
  const definition = found.value as JsonObject; // as it was compiled when the start was asked for
  return resultOf(runId, await start({ definition, hash, config, runId, input, by }));
}

function resultOf(runId: string, outcome: Outcome): Result {
  const isThere = outcome.kind === 'accepted' || outcome.code === 'alreadyStarted';
  return isThere ? { status: 'started', runId, problem: null } : refused(outcome.code, outcome.reason);
}

const refused = (code: string, reason: string): Result => ({
  status: 'refused',
  runId: null,
  problem: { code, reason },
});

export type KeyFound = { readonly ok: true; readonly key: string } | { readonly ok: false; readonly reason: string };

/** The key by the trigger's own expression; without one, what the source calls the delivery. */
export async function keyOf({ trigger, name }: NamedTrigger, came: Came, at: number): Promise<KeyFound> {
  const given = came.key ?? '';
  if (trigger.type === 'schedule' || trigger.type === 'event' || trigger.key === undefined)
    return { ok: true, key: given };
  const scope = triggerScope(name, at, came);
  const value = await evaluateTemplate(compileTemplate(trigger.key), scope, { nowMs: at, seed: given });
  if (!value.ok) return { ok: false, reason: `The key of ${name} cannot be told: ${value.error.message}` };
  const key = value.value;
  if (typeof key === 'number' || (typeof key === 'string' && key !== '')) return { ok: true, key: String(key) };
  return { ok: false, reason: `The key of ${name} is ${JSON.stringify(key).slice(0, 40)}: a text or a number is one.` };
}

const LONGEST_KEY = 512;

/** A longer key is known by what it comes to. */
export const shortKey = (key: string): string => (key.length > LONGEST_KEY ? `sha256:${sha256Hex(key)}` : key);

/** One id for each (workflow, trigger, key). */
export function deliveryRun(workflow: string, trigger: string, key: string): string {
  return `${workflow}.${trigger}.${sha256Hex(JSON.stringify([workflow, trigger, key])).slice(0, 24)}`;
}
