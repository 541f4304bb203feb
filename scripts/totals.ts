/** What the two test runners counted, read from the JSON reports they write. */
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';

export interface Totals {
  readonly passed: number;
  /** Full titles, and the first line of why, where the report has it. */
  readonly failed: readonly string[];
  /** Full titles, so that nothing is skipped quietly. */
  readonly skipped: readonly string[];
}

export const nothing: Totals = { passed: 0, failed: [], skipped: [] };

export function sum(all: readonly Totals[]): Totals {
  return {
    passed: all.reduce((total, one) => total + one.passed, 0),
    failed: all.flatMap((one) => one.failed),
    skipped: all.flatMap((one) => one.skipped),
  };
}

/** The last line of `npm test`, read by people and by CI. */
export function totalLine({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed.length} failed, ${skipped.length} skipped`;
}

export interface VitestReport {
  readonly numFailedTestSuites?: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
}

/** A file that cannot even be loaded has no test to report and still is a failure. */
export function vitestTotals(report: VitestReport): Totals {
  return sum(
    report.testResults.map((file) => {
      const failed = file.assertionResults
        .filter((one) => one.status === 'failed')
        .map(({ fullName, failureMessages }) =>
          because(`${path.basename(file.name)} › ${fullName}`, failureMessages?.[0]),
        );
      return {
        passed: file.assertionResults.filter((one) => one.status === 'passed').length,
        failed: failed.length === 0 && file.status === 'failed' ? [`${file.name} does not load`] : failed,
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
    readonly tests: readonly PlaywrightTest[];
  }[];
}

interface PlaywrightTest {
  readonly projectName: string;
  readonly status: string;
  readonly results?: readonly { readonly errors: readonly PlaywrightError[] }[];
}

interface PlaywrightError {
  readonly message?: string;
  readonly location?: { readonly file: string; readonly line: number };
}

export interface PlaywrightReport {
  readonly suites: readonly PlaywrightSuite[];
  readonly errors: readonly { readonly message?: string }[];
}

export function playwrightTotals(report: PlaywrightReport): Totals {
  const tests = report.suites.flatMap((suite) => testsIn(suite, []));
  const broken: Totals = {
    ...nothing,
    failed: report.errors.map(({ message }) => because('outside every test', message)),
  };
  return sum([...tests, broken]);
}

function testsIn(suite: PlaywrightSuite, above: readonly string[]): Totals[] {
  const titles = [...above, suite.title];
  const here = (suite.specs ?? []).flatMap((spec) =>
    spec.tests.map((test) => one(test, `[${test.projectName}] ${[...titles, spec.title].join(' › ')}`)),
  );
  return [...here, ...(suite.suites ?? []).flatMap((inner) => testsIn(inner, titles))];
}

function one({ status, results = [] }: PlaywrightTest, title: string): Totals {
  if (status === 'skipped') return { ...nothing, skipped: [title] };
  // `flaky` passed in the end, only after a retry.
  if (status !== 'unexpected') return { ...nothing, passed: 1 };
  const [error] = results.flatMap(({ errors }) => errors);
  return { ...nothing, failed: [`${because(title, error?.message)}${whereOf(error)}`] };
}

function whereOf({ location }: PlaywrightError = {}): string {
  return location ? ` (${path.basename(location.file)}:${location.line})` : '';
}

function because(title: string, message = ''): string {
  const why = stripVTControlCharacters(message).split('\n', 1)[0]?.trim() ?? '';
  return why === '' ? title : `${title}: ${why}`;
}
