import { z } from 'zod';

/** Where requests may go. */
export const httpSettings = z.strictObject({});

export type HttpSettings = z.output<typeof httpSettings>;
