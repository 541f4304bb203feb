import type { KnownActivity } from '../activities.ts';

/** What there is to run where the faults are looked for. */
export const knownHere: readonly KnownActivity[] = [
  { name: 'http' },
  { name: 'log' },
  { name: 'x' },
  {
    name: 'send',
    input: {
      type: 'object',
      properties: { to: { type: 'string' }, text: { type: 'string' }, times: { type: 'integer' } },
      required: ['to', 'text'],
      additionalProperties: false,
    },
  },
];
