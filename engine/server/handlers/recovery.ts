import { api } from '../context.ts';
import { forgetDraft, keepDraft, listDrafts } from '../workspace/recovery.ts';

export const list = api.recovery.list.handler(({ context }) => listDrafts(context.workspace));

export const keep = api.recovery.keep.handler(({ context, input }) =>
  keepDraft(context.workspace, { ...input, at: new Date().toISOString() }),
);

export const forget = api.recovery.forget.handler(({ context, input }) => forgetDraft(context.workspace, input.id));
