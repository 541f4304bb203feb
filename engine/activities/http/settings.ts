import { z } from 'zod';
import { networkShape } from '../network/settings.ts';
import { MOST_BYTES } from './limits.ts';
import { proxyShape } from './schema-transport.ts';

const proxy = z.strictObject({
  ...proxyShape,
  names: z
    .enum(['here', 'proxy'])
    .optional()
    .meta({
      description:
        'Who looks up names. here: the proxy is told an address that network allows. proxy: it is told the name, and what the name leads ' +
        'to is its own affair. Default: here.',
    }),
  bypass: z
    .array(z.string().min(1))
    .max(1_000)
    .optional()
    .meta({ description: 'Hosts, *.hosts, addresses or CIDRs that are reached without it.' }),
});

/** Where requests may go, and how. */
export const httpSettings = z.strictObject({
  ...networkShape,
  proxy: proxy.optional().meta({ description: 'Requests go through it.' }),
  allowInsecureTls: z.boolean().optional().meta({ description: 'Steps may say tls.insecure. Default: false.' }),
  maxAnswerBytes: z
    .int()
    .min(1)
    .max(MOST_BYTES)
    .optional()
    .meta({ description: 'The most a step may ask for with maxBytes. Default: 16777216.' }),
});

export type HttpSettings = z.output<typeof httpSettings>;
