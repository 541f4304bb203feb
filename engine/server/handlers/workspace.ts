import type { FileContent } from '../../contract/types.ts';
import { api } from '../context.ts';
import { untilAborted } from '../until-aborted.ts';
import { sagaChanges } from '../workspace/changes.ts';
import { type FileOutcome, moveSaga, readSaga, removeSaga, writeSaga } from '../workspace/files.ts';
import { type GitOutcome, historyOf, textAt } from '../workspace/git.ts';
import { listSagas } from '../workspace/list.ts';
import { scenariosBeside } from '../workspace/scenarios.ts';

export const list = api.workspace.list.handler(async ({ context }) => ({
  items: await listSagas(context.workspace),
  next: null,
}));

export const read = api.workspace.read.handler(async ({ context, input, errors }) =>
  contentOr(await readSaga(context.workspace, input.path), errors),
);

export const write = api.workspace.write.handler(async ({ context, input, errors }) =>
  contentOr(await writeSaga(context.workspace, input.path, input.text, input.etag), errors),
);

export const move = api.workspace.move.handler(async ({ context, input, errors }) =>
  contentOr(await moveSaga(context.workspace, input.from, input.to), errors),
);

export const remove = api.workspace.remove.handler(async ({ context, input, errors }) =>
  contentOr(await removeSaga(context.workspace, input.path, input.etag), errors),
);

export const changes = api.workspace.changes.handler(({ context, signal }) =>
  untilAborted(
    sagaChanges(context.workspace, (error) => console.error(`The workspace could not be watched: ${String(error)}`)),
    signal,
    (items) => items,
  ),
);

export const history = api.workspace.history.handler(async ({ context, input, errors }) => ({
  items: knownOr(await historyOf(context.workspace, input.path), errors),
  next: null,
}));

export const readAt = api.workspace.readAt.handler(async ({ context, input, errors }) => ({
  text: knownOr(await textAt(context.workspace, input.path, input.revision), errors),
}));

export const scenarios = api.workspace.scenarios.handler(async ({ context, input }) =>
  scenariosBeside(context.workspace, input.path),
);

interface Errors {
  readonly NOT_FOUND: (options: { message: string }) => Error;
  readonly CONFLICT: (options: { message: string }) => Error;
  readonly ENVIRONMENT: (options: { message: string }) => Error;
  readonly REFUSED: (options: { message: string; data: { code: string } }) => Error;
}

function contentOr(outcome: FileOutcome, errors: Errors): FileContent {
  if (outcome.kind === 'ok') return outcome.file;
  throw errorOf(outcome, errors);
}

function errorOf({ kind, message }: Exclude<FileOutcome, { kind: 'ok' }>, errors: Errors): Error {
  const make = {
    notFound: () => errors.NOT_FOUND({ message }),
    conflict: () => errors.CONFLICT({ message }),
    environment: () => errors.ENVIRONMENT({ message }),
    refused: () => errors.REFUSED({ message, data: { code: 'workspace.path' } }),
  };
  return make[kind]();
}

function knownOr<T>(outcome: GitOutcome<T>, errors: Errors): T {
  if (outcome.kind === 'ok') return outcome.value;
  const { kind, message } = outcome;
  if (kind === 'refused') throw errors.REFUSED({ message, data: { code: outcome.code } });
  throw kind === 'notFound' ? errors.NOT_FOUND({ message }) : errors.ENVIRONMENT({ message });
}
