import { ORPCError } from '@orpc/server';
import { api } from './context.ts';

/** What changes what this machine keeps, or may do, is asked on this machine only. */
export const localOnly = api.middleware(async ({ context, next }) => {
  if (!context.isLocal)
    throw new ORPCError('REFUSED', {
      message: 'This can be asked on the machine of the engine only.',
      data: { code: 'notLocal' },
      defined: true,
    });
  return next();
});
