import type { Rejection } from '../core/command.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import type { HostContext } from './context.ts';
import { toJson } from './json.ts';

interface Told {
  readonly message?: string;
}

/** The contract's errors, as a handler is given them. */
export interface Errors {
  readonly NOT_FOUND: (options: Told) => Error;
  readonly REFUSED: (options: Told & { readonly data: { readonly code: string } }) => Error;
  readonly INVALID: (options: Told & { readonly data: { readonly details: ReturnType<typeof toJson> } }) => Error;
}

export const absent = (runId: string) => ({ message: `There is no run ${runId}.` });

/** What a run said no to; a run that is not there is another matter than a step or a query that it has not. */
export function refusalOf(
  { code, reason }: Rejection,
  runId: string,
  { engine }: HostContext,
  errors: Pick<Errors, 'NOT_FOUND' | 'REFUSED'>,
): Error {
  const isAbsent = code === 'notFound' && engine.reader.run(runId) === null;
  return isAbsent ? errors.NOT_FOUND(absent(runId)) : errors.REFUSED({ message: reason, data: { code } });
}

/** The same of what was sent along: that it does not fit is the sender's fault, not the moment's. */
export function messageRefusal(rejection: Rejection, runId: string, context: HostContext, errors: Errors): Error {
  const { code, reason, error } = rejection;
  if (code !== 'invalid') return refusalOf(rejection, runId, context, errors);
  return errors.INVALID({ message: reason, data: { details: toJson(error ?? null) } });
}

/** What does not compile, or does not fit: the first error says it, `details` has all. */
export function wrong(diagnostics: readonly Diagnostic[], errors: Pick<Errors, 'INVALID'>): Error {
  const message = diagnostics.find(({ severity }) => severity === 'error')?.message;
  return errors.INVALID({ ...(message !== undefined && { message }), data: { details: toJson(diagnostics) } });
}
