import { api } from '../context.ts';
import { type FileOutcome, readSaga, writeSaga } from '../workspace/files.ts';
import { listSagas } from '../workspace/list.ts';

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

interface Errors {
  readonly NOT_FOUND: (options: { message: string }) => Error;
  readonly CONFLICT: (options: { message: string }) => Error;
  readonly ENVIRONMENT: (options: { message: string }) => Error;
  readonly REFUSED: (options: { message: string; data: { code: string } }) => Error;
}

function contentOr(outcome: FileOutcome, errors: Errors) {
  switch (outcome.kind) {
    case 'ok':
      return outcome.file;
    case 'notFound':
      throw errors.NOT_FOUND(outcome);
    case 'conflict':
      throw errors.CONFLICT(outcome);
    case 'environment':
      throw errors.ENVIRONMENT(outcome);
    case 'refused':
      throw errors.REFUSED({ message: outcome.message, data: { code: 'workspace.path' } });
  }
}
