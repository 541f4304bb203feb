/** Why a command is refused: data, in one plain sentence. */
import type { Rejection } from '../command.ts';
import type { Failure } from '../failure.ts';
import type { Json } from '../json.ts';
import { validateAgainst } from '../validate.ts';

export type Refusal = Omit<Rejection, 'kind'>;

export function invalid(reason: string, error?: Failure): Refusal {
  return { code: 'invalid', reason, ...(error === undefined ? {} : { error }) };
}

/** Null when the value fits. `what` begins the sentence: `The input does not fit order`. */
export function misfit(
  schema: Parameters<typeof validateAgainst>[0],
  value: Json,
  what: string,
  type = 'schema.input',
): Refusal | null {
  const verdict = validateAgainst(schema, value);
  if (verdict.ok) return null;
  const problems = verdict.problems.map(({ pointer, message }) => ({ pointer, message }));
  const [first] = problems;
  const message = `${what} at ${first?.pointer || '/'}: ${first?.message ?? ''}`;
  return invalid(message, { type, message, details: problems, retryable: false });
}

/** A name that the workflow does not know. */
export function undeclared(what: string, name: string, declared: ReadonlyMap<string, unknown>): Refusal {
  const names = [...declared.keys()];
  const hint = names.length === 0 ? `the workflow declares none` : `there is ${names.join(', ')}`;
  return invalid(`There is no ${what} ${name}: ${hint}.`);
}
