/** LI1. What a run can be asked: queries read, updates read and assign. */
import type { UpdateCommand } from '../command.ts';
import { evaluateTemplate } from '../expression/index.ts';
import type { Failure } from '../failure.ts';
import type { Json } from '../json.ts';
import { type Decision, scopeOf } from './decision.ts';
import { ROOT } from './frames.ts';
import type { Program } from './program.ts';
import { invalid, misfit, type Refusal, undeclared } from './refusal.ts';
import type { RunState } from './state.ts';

export type QueryAnswer =
  | { readonly kind: 'answered'; readonly result: Json }
  | { readonly kind: 'rejected'; readonly code: Refusal['code']; readonly reason: string; readonly error?: Failure };

/** Evaluated on the state as it is; records nothing. Also of a run that has ended. */
export async function answerQuery(program: Program, state: RunState, name: string, input: Json): Promise<QueryAnswer> {
  const node = program.queries.get(name);
  const refusal = node
    ? node.input && misfit(node.input, input, `The input does not fit query ${name}`)
    : undeclared('query', name, program.queries);
  if (refusal) return rejected(refusal);
  const scope = { ...scopeOf(state, ROOT), query: { name, input } };
  const entropy = { nowMs: state.at, seed: `${state.run?.seed ?? ''}:query:${state.seq}` };
  const value = node ? await evaluateTemplate(node.returns, scope, entropy) : null;
  if (!value?.ok) return rejected(invalid(`The query ${name} cannot be answered: ${value?.error.message ?? ''}`));
  return { kind: 'answered', result: value.value };
}

function rejected({ code, reason, error }: Refusal): QueryAnswer {
  return { kind: 'rejected', code, reason, ...(error === undefined ? {} : { error }) };
}

/** Validated, assigned and answered in one decision; a second one with the same id gets the same answer. */
export async function applyUpdate(decision: Decision, command: UpdateCommand): Promise<Refusal | { result: Json }> {
  const { name, input, id = null } = command;
  const known = id === null ? undefined : decision.state.seen[`update:${id}`];
  if (known !== undefined) return { result: known };
  const node = decision.program.updates.get(name);
  if (!node) return undeclared('update', name, decision.program.updates);
  const refusal = node.input && misfit(node.input, input, `The input does not fit update ${name}`);
  if (refusal) return refusal;
  const update = { update: { name, input } };
  const assigned = await decision.assign(node.assign, ROOT, update);
  if (!assigned.ok) return invalid(`The update ${name} cannot be applied: ${assigned.error.message}`, assigned.error);
  const vars = { ...decision.state.frames[ROOT]?.vars, ...assigned.assigned };
  const result = await decision.evaluate(node.returns, ROOT, { ...update, vars });
  if (!result.ok) return invalid(`The update ${name} cannot be answered: ${result.error.message}`, result.error);
  decision.emit({ type: 'UpdateApplied', name, id, input, assigned: assigned.assigned, result: result.value });
  return { result: result.value };
}
