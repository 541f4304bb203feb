import { existsSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from '../root.ts';
import { jsonataSuite } from './jsonata.ts';
import type { Outcome, Suite } from './suite.ts';

/** Another suite is another row here. */
export const suites: readonly Suite[] = [jsonataSuite];

export interface Report {
  readonly name: string;
  readonly cases: number;
  readonly passed: number;
  readonly gaps: number;
  /** What fails and should not, and known gaps that are none any more. */
  readonly failures: readonly string[];
}

/** The cases lie beside the checkout; without them there is nothing to run, and null says so. */
export async function runSuite(suite: Suite): Promise<Report | null> {
  const folder = path.resolve(inRoot(), '../shared/conformance', suite.name);
  return existsSync(folder) ? report(suite, await suite.run(folder)) : null;
}

function report({ name, knownGaps }: Suite, outcomes: readonly Outcome[]): Report {
  const failures = outcomes.flatMap(({ id, wrong }) => {
    if (wrong === null) return knownGaps.has(id) ? [`${id}: passes, but is listed as a known gap`] : [];
    return knownGaps.has(id) ? [] : [`${id}: ${wrong}`];
  });
  const failed = outcomes.filter(({ wrong }) => wrong !== null);
  const gaps = failed.filter(({ id }) => knownGaps.has(id)).length;
  return { name, cases: outcomes.length, passed: outcomes.length - failed.length, gaps, failures };
}
