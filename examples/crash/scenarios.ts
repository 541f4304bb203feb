import type { RunStatus } from '@sagaloom/engine/core';
import type { Fault } from '../shop/faults.ts';

/** What is wrong with the shop for one order, and how that order must end, however often the engine is killed over it. */
export interface Scenario {
  readonly fault: Partial<Fault>;
  readonly status: RunStatus;
  readonly kettles: number;
}

/** As many as one order may hold; the shop has 50. */
const MORE_THAN_THERE_ARE = 100;

export const scenarios = {
  ok: { fault: {}, status: 'completed', kettles: 1 },
  slow: { fault: { delayMs: 200 }, status: 'completed', kettles: 1 },
  declined: { fault: { decline: true }, status: 'compensated', kettles: 1 },
  outage: { fault: { outage: true }, status: 'compensated', kettles: 1 },
  late: { fault: { lateFailure: true, delayMs: 60 }, status: 'compensated', kettles: 1 },
  outOfStock: { fault: {}, status: 'failed', kettles: MORE_THAN_THERE_ARE },
} as const satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof scenarios;

export const someScenario: readonly [ScenarioName, ...ScenarioName[]] = [
  'ok',
  'ok',
  'slow',
  'slow',
  'declined',
  'outage',
  'late',
  'outOfStock',
];

export const orderInput = (orderId: string, { kettles }: Scenario) => ({
  orderId,
  customer: 'ada',
  address: '1 Main Street',
  items: kettles > 1 ? [{ sku: 'kettle', quantity: kettles }] : [{ sku: 'tea', quantity: 1 }],
});
