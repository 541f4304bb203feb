/** What the two test runners counted, read from the JSON reports they write. */

export interface Totals {
  readonly passed: number;
  readonly failed: number;
  /** Full titles, so that nothing is skipped quietly. */
  readonly skipped: readonly string[];
}

export const nothing: Totals = { passed: 0, failed: 0, skipped: [] };

export function sum(all: readonly Totals[]): Totals {
  return {
    passed: all.reduce((total, one) => total + one.passed, 0),
    failed: all.reduce((total, one) => total + one.failed, 0),
    skipped: all.flatMap((one) => one.skipped),
  };
}

/** The last line of `npm test`, read by people and by CI. */
export function totalLine({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed, ${skipped.length} skipped`;
}

export interface VitestReport {
  readonly numFailedTestSuites?: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** A file that cannot even be loaded has no test to report and still is a failure. */
export function vitestTotals(report: VitestReport): Totals {
  return sum(
    report.testResults.map((file) => {
      const failed = file.assertionResults.filter((one) => one.status === 'failed').length;
      return {
        passed: file.assertionResults.filter((one) => one.status === 'passed').length,
        failed: failed === 0 && file.status === 'failed' ? 1 : failed,
        skipped: file.assertionResults
          .filter((one) => one.status !== 'passed' && one.status !== 'failed')
          .map((one) => one.fullName),
      };
    }),
  );
}

interface PlaywrightSuite {
  readonly title: string;
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs?: readonly {
    readonly title: string;
    readonly tests: readonly { readonly projectName: string; readonly status: string }[];
  }[];
}

export interface PlaywrightReport {
  readonly suites: readonly PlaywrightSuite[];
  readonly errors: readonly unknown[];
}

export function playwrightTotals(report: PlaywrightReport): Totals {
  const tests = report.suites.flatMap((suite) => testsIn(suite, []));
  const broken: Totals = { ...nothing, failed: report.errors.length };
  return sum([...tests, broken]);
}

function testsIn(suite: PlaywrightSuite, above: readonly string[]): Totals[] {
  const titles = [...above, suite.title];
  const here = (suite.specs ?? []).flatMap((spec) =>
    spec.tests.map((test) => one(test.status, `[${test.projectName}] ${[...titles, spec.title].join(' › ')}`)),
  );
  return [...here, ...(suite.suites ?? []).flatMap((inner) => testsIn(inner, titles))];
}

function one(status: string, title: string): Totals {
  if (status === 'skipped') return { ...nothing, skipped: [title] };
  // `flaky` passed in the end, only after a retry.
  return status === 'unexpected' ? { ...nothing, failed: 1 } : { ...nothing, passed: 1 };
}
