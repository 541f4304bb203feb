/** How a run begins: its input is checked, its variables and search attributes get their first values. */
import type { StartCommand } from '../command.ts';
import { type RunStarted, SEMANTICS } from '../event.ts';
import { type Entropy, evaluateTemplate } from '../expression/index.ts';
import { type Json, type JsonObject, put } from '../json.ts';
import { attributesOf } from './attributes.ts';
import type { Decision } from './decision.ts';
import type { Assignment, Program } from './program.ts';
import { invalid, misfit, type Refusal } from './refusal.ts';

export async function start(decision: Decision, command: StartCommand, seed: string): Promise<Refusal | null> {
  const { program, at } = decision;
  const { input, config } = command;
  const schema = program.definition.input;
  const bad = schema === undefined ? null : misfit(schema, input, `The input does not fit ${program.definition.name}`);
  if (bad) return bad;
  const entropy = { nowMs: at, seed: `${seed}:1` };
  const variables = await firstValues(program.variables, { input, config }, entropy);
  if ('code' in variables) return variables;
  const { parent, continued, slot } = command;
  const breakpoints = command.breakpoints ?? continued?.breakpoints ?? [];
  decision.emit({
    type: 'RunStarted',
    runId: command.runId,
    runKey: command.runKey,
    workflow: program.definition.name,
    hash: program.hash,
    semantics: SEMANTICS,
    seed,
    input,
    config,
    variables: variables.values,
    deadline: program.timeoutMs === null ? null : at + program.timeoutMs,
    traceparent: command.traceparent ?? null,
    ...(parent ? { parent } : {}),
    ...(continued ? { continued } : {}),
    ...(slot ? { slot } : {}),
    ...(breakpoints.length > 0 ? { breakpoints } : {}),
    ...(await firstAttributes(decision, command, variables.values, entropy)),
  });
  return null;
}

export async function firstValues(
  variables: readonly Assignment[],
  scope: JsonObject,
  entropy: Entropy,
): Promise<Refusal | { values: JsonObject }> {
  const values: Record<string, Json> = {};
  for (const [name, template] of variables) {
    const value = await evaluateTemplate(template, scope, entropy);
    if (!value.ok) return invalid(`Variable ${name} has no first value: ${value.error.message}`, value.error);
    put(values, name, value.value);
  }
  return { values };
}

async function firstAttributes(
  { program, at }: Decision,
  { input, config, runId, runKey }: StartCommand,
  vars: JsonObject,
  entropy: Entropy,
): Promise<Pick<RunStarted, 'attributes'>> {
  if (program.attributes.length === 0) return {};
  const { definition, hash } = program;
  const run = { id: runId, key: runKey, workflow: definition.name, hash, startedAt: new Date(at).toISOString() };
  return { attributes: await attributesOf(program, { input, config, vars, run }, entropy) };
}

export type Concurrency =
  | { readonly ok: true; readonly key: string; readonly limit: number; readonly onLimit: 'queue' | 'reject' }
  | { readonly ok: false; readonly reason: string };

/** The slot a run of this input needs; null where the workflow limits nothing. For hosts: see `SlotWanted`. */
export async function concurrencyOf(program: Program, input: Json, config: JsonObject): Promise<Concurrency | null> {
  const { concurrency } = program;
  if (!concurrency) return null;
  const value = await evaluateTemplate(concurrency.key, { input, config }, { nowMs: 0, seed: '' });
  if (!value.ok) return { ok: false, reason: `The concurrency key cannot be told: ${value.error.message}` };
  const key = typeof value.value === 'string' ? value.value : JSON.stringify(value.value);
  return { ok: true, key, limit: concurrency.limit, onLimit: concurrency.onLimit };
}
