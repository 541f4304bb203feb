import type { RunStatus } from '@sagaloom/engine/core';
import type { OrderRecord } from '../shop/books.ts';
import type { Scenario } from './scenarios.ts';

const kinds = ['reservation', 'payment', 'shipment', 'notification'] as const;

/** An order ended as it must, and its effects are there exactly once, or not at all. */
export function orderFaults(scenario: Scenario, status: RunStatus, records: readonly OrderRecord[]): readonly string[] {
  const faults = status === scenario.status ? [] : [`ended ${status} instead of ${scenario.status}`];
  const wanted = scenario.status === 'completed' ? 1 : 0;
  for (const kind of kinds) {
    const inForce = records.filter((record) => record.kind === kind && record.state === 'done').length;
    if (inForce !== wanted) faults.push(`${inForce} × ${kind} in force instead of ${wanted}`);
  }
  return faults;
}
