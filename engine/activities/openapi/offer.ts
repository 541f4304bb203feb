import type { Failure } from '../../core/failure.ts';
import type { ActivityContext } from '../activity.ts';
import { Refusal } from '../http/refusal.ts';
import { type Bundle, DocumentError } from './bundle.ts';
import type { OperationInfo } from '../../contract/types.ts';
import { operationInfo } from './describe.ts';
import { loaded } from './load.ts';
import { type Operation, operationsIn } from './operations.ts';
import { found } from './perform.ts';

/** Schemas in a list, as JSON: characters. */
const MOST_CHARACTERS = 2 * 1024 * 1024;

export type Offer =
  | { readonly ok: true; readonly operations: readonly OperationInfo[] }
  | { readonly ok: false; readonly error: Failure };

/** What a document offers to a form: all its operations, or the one that is wanted, always with its schemas. */
export async function offered(
  document: string,
  wanted: string | null,
  context: ActivityContext,
  signal: AbortSignal,
): Promise<Offer> {
  const had = await loaded(document, context, signal);
  if (!had.ok) return had;
  try {
    const all = operationsIn(had.bundle);
    return {
      ok: true,
      operations: wanted === null ? listed(had.bundle, all) : [operationInfo(had.bundle, found(all, wanted))],
    };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, error: error.failure };
    if (error instanceof DocumentError) return { ok: false, error: { type: 'activity.input', message: error.message } };
    throw error;
  }
}

function listed(bundle: Bundle, all: readonly Operation[]): readonly OperationInfo[] {
  let left = MOST_CHARACTERS;
  return all.map((operation) => {
    const { id, method, path, summary, deprecated } = operation;
    const plain: OperationInfo = { id, method, path, summary, deprecated, input: null, output: null };
    if (left <= 0) return plain;
    const info = infoOr(bundle, operation, plain);
    left -= JSON.stringify(info).length;
    return left > 0 ? info : plain;
  });
}

/** One whose schemas cannot be made is offered without: what is wrong with it is told when it is asked for. */
function infoOr(bundle: Bundle, operation: Operation, plain: OperationInfo): OperationInfo {
  try {
    return operationInfo(bundle, operation);
  } catch (error) {
    if (error instanceof DocumentError) return plain;
    throw error;
  }
}
