import { z } from 'zod';

/** Which programs the steps of a workspace may run, once a person of this machine trusts it. */
export const shellSettings = z.strictObject({
  programs: z
    .array(z.string().min(1))
    .optional()
    .meta({ description: 'The only programs steps may run, as the first of their command says them. Default: any.' }),
});
