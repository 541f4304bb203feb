import { z } from 'zod';
import { codeSettings } from './code-settings.ts';
import { connectionsSchema } from './connections.ts';
import { httpSettings } from './http/settings.ts';
import { shellSettings } from './shell/settings.ts';

/**
 * What a workspace says of its activities, in `sagaloom.config.json` beside `config`. Each activity that has settings declares them in its
 * own folder.
 */
export const activitySettings = z.strictObject({
  code: codeSettings.optional(),
  connections: connectionsSchema.optional(),
  http: httpSettings.optional(),
  shell: shellSettings.optional(),
});

export type ActivitySettings = z.output<typeof activitySettings>;
