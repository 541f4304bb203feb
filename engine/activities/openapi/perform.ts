import type { AttemptResult } from '../../core/command.ts';
import { isObject } from '../../core/json.ts';
import { nearest } from '../../core/nearest.ts';
import { validateAgainst } from '../../core/validate.ts';
import { type ActivityContext, failed, inputFailure } from '../activity.ts';
import { close as closeHttp, perform as request } from '../http/perform.ts';
import { Refusal } from '../http/refusal.ts';
import { type Bundle, DocumentError } from './bundle.ts';
import { outputSchema } from './describe.ts';
import { forgetDocuments, loaded } from './load.ts';
import { type Operation, operationsIn } from './operations.ts';
import { requestFor } from './request.ts';
import type { OpenapiInput } from './schema.ts';

export async function perform(
  input: OpenapiInput,
  context: ActivityContext,
  signal: AbortSignal,
): Promise<AttemptResult> {
  const document = await loaded(input.document, context, signal);
  if (!document.ok) return failed(document.error);
  try {
    const operation = found(operationsIn(document.bundle), input.operation);
    const result = await request(requestFor(document.bundle, operation, input), context, signal);
    return input.checkAnswer === true ? checked(document.bundle, operation, result) : result;
  } catch (error) {
    if (error instanceof Refusal) return failed(error.failure);
    if (error instanceof DocumentError) return failed(inputFailure(error.message));
    throw error;
  }
}

/** Gives back connections, and what was had over them. */
export function close(): void {
  forgetDocuments();
  closeHttp();
}

/** By id, or by method and path. Throws a Refusal. */
export function found(operations: readonly Operation[], wanted: string): Operation {
  const name = wanted.trim().replace(/^([a-z]+)\s+(?=\/)/i, (_, method: string) => `${method.toUpperCase()} `);
  const operation =
    operations.find(({ id }) => id === name) ?? operations.find(({ method, path }) => `${method} ${path}` === name);
  if (operation !== undefined) return operation;
  const meant = nearest(
    name,
    operations.flatMap(({ id, method, path }) => [id, `${method} ${path}`]),
  );
  const hint = meant === null ? `it has ${operations.length} others` : `did you mean ${meant}?`;
  throw new Refusal(inputFailure(`The document has no operation ${wanted}; ${hint}`));
}

/** The effect stays what it was of an answer that came: nobody knows better. */
function checked(bundle: Bundle, operation: Operation, result: AttemptResult): AttemptResult {
  if (result.kind !== 'completed') return result;
  const verdict = validateAgainst(outputSchema(bundle, operation), result.output);
  if (verdict.ok) return result;
  const problems = verdict.problems.map(({ pointer, message }) => ({ pointer, message }));
  const [first] = problems;
  const status = isObject(result.output) ? (result.output['status'] ?? null) : null;
  return failed({
    type: 'http.body',
    message: `The answer to ${operation.id} is not as the document says, at ${first?.pointer || 'its root'}: ${first?.message ?? 'it does not fit'}`,
    details: { status, problems },
    ...(operation.method === 'GET' || operation.method === 'HEAD' ? { effect: 'none' } : {}),
  });
}
