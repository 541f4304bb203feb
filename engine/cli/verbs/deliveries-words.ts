import type { Where } from '../access/open.ts';

/** Known before the verb itself is loaded. */
export const actions = ['show', 'replay', 'cancel'] as const;
export const statuses = ['pending', 'started', 'passed', 'refused', 'cancelled'] as const;

export type Action = (typeof actions)[number];

export interface DeliveriesOptions extends Where {
  readonly workflow?: string;
  readonly trigger?: string;
  readonly status?: (typeof statuses)[number];
  readonly limit: string;
  readonly cursor?: string;
  readonly json?: true;
}
