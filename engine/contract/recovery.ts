import { type } from '@orpc/contract';
import { z } from 'zod';
import { base } from './base.ts';
import type { RecoveredDraft } from './types.ts';

const id = z.string().regex(/^[a-z0-9-]{1,80}$/);

/** Edits that are not saved yet, kept by the engine's side so that they outlive the screen. */
export const recovery = {
  /** The last kept first. */
  list: base.output(type<readonly RecoveredDraft[]>()),
  /** Instead of what was kept under the id before. */
  keep: base
    .input(
      z.object({ id, path: z.string().nullable(), etag: z.string().nullable(), text: z.string().max(8 * 1024 * 1024) }),
    )
    .output(type<void>()),
  forget: base.input(z.object({ id })).output(type<void>()),
};
