import { z } from 'zod';
import { ruleOf } from './rules.ts';

const entry = z.string().refine((text) => ruleOf(text) !== null, {
  error: 'must be a host, *.host, an address or a CIDR, perhaps with :PORT or :PORT-PORT',
});

const entries = z.array(entry).max(1_000).optional();

/** Where connections may go. */
export const networkShape = {
  network: z
    .enum(['any', 'standard', 'public', 'none'])
    .optional()
    .meta({
      description:
        'Addresses that may be connected to. standard: all but link-local ones and those of cloud metadata services. public: only ' +
        'public ones. none: only what allow names. any: all. Default: standard.',
    }),
  allow: entries.meta({
    description:
      'Exceptions from network: hosts, *.hosts, addresses or CIDRs, each perhaps with :PORT or :PORT-PORT. A host opens no link-local ' +
      'and no metadata address; an address does.',
  }),
  deny: entries.meta({ description: 'Never, whatever else is said. As allow.' }),
};

const networkSettings = z.strictObject(networkShape);

export type NetworkSettings = z.output<typeof networkSettings>;
export type NetworkMode = NonNullable<NetworkSettings['network']>;
