import { ORPCError } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type { contract, RunSummary } from '../../contract/index.ts';
import { ENVIRONMENT, type ExitCode, failed, ok, REFUSED, type Result, WRONG_INPUT } from '../codes.ts';
import { noSuchRun } from '../database.ts';
import { issueSentence } from './issues.ts';

export type Client = ContractRouterClient<typeof contract>;

/** Whoever runs the runs, spoken to by the contract: an engine in this process, or a server. */
export interface Access {
  readonly client: Client;
  /** For messages: the database, or the URL. */
  readonly place: string;
  /** Lets the run go on as far as it can while this command is there, and gives it as it is then. */
  readonly rest: (run: RunSummary) => Promise<RunSummary>;
  readonly close: () => Promise<void>;
}

const codes: Readonly<Record<string, ExitCode>> = {
  NOT_FOUND: WRONG_INPUT,
  INVALID: WRONG_INPUT,
  BAD_REQUEST: WRONG_INPUT,
  REFUSED,
  CONFLICT: REFUSED,
  ENVIRONMENT,
};

/** What the contract refuses, as the command line tells it; what is no refusal is thrown on. */
export async function asked<T>(
  answer: Promise<T>,
  about?: { readonly runId: string; readonly place: string },
): Promise<Result<T>> {
  try {
    return ok(await answer);
  } catch (error) {
    const code = isRefusal(error) ? codes[error.code] : undefined;
    if (!isRefusal(error) || code === undefined) throw error;
    if (error.code === 'NOT_FOUND' && about !== undefined) return noSuchRun(about.runId, about.place);
    return failed(code, issueSentence(error.data) ?? error.message);
  }
}

function isRefusal(error: unknown): error is ORPCError<string, unknown> {
  return error instanceof ORPCError;
}
