import { expect, test } from 'vitest';
import { playwrightTotals, sum, totalLine, vitestTotals } from './totals.ts';

const unit = (fullName: string, status: string) => ({ fullName, status });
const failedUnit = { ...unit('b', 'failed'), failureMessages: ['Error: 1 is not 2\n  at b.test.ts'] };

test('counts units, and names those that were skipped or failed', () => {
  const report = {
    testResults: [
      { name: '/here/a.test.ts', status: 'failed', assertionResults: [unit('a', 'passed'), failedUnit] },
      { name: 'b.test.ts', status: 'passed', assertionResults: [unit('c', 'skipped'), unit('d', 'todo')] },
    ],
  };
  expect(vitestTotals(report)).toEqual({
    passed: 1,
    failed: ['a.test.ts › b: Error: 1 is not 2'],
    skipped: ['c', 'd'],
  });
});

test('a file that does not load counts as a failure', () => {
  const report = { testResults: [{ name: 'a.test.ts', status: 'failed', assertionResults: [] }] };
  expect(totalLine(vitestTotals(report))).toBe('0 passed, 1 failed, 0 skipped');
});

test('counts end-to-end tests in nested suites and by target', () => {
  const spec = (title: string, status: string) => ({ title, tests: [{ projectName: 'page', status }] });
  const report = {
    errors: [],
    suites: [
      {
        title: 'draw.spec.ts',
        specs: [spec('draws', 'expected'), spec('wobbles', 'flaky')],
        suites: [{ title: 'timeline', specs: [spec('zooms', 'unexpected'), spec('prints', 'skipped')] }],
      },
    ],
  };
  expect(playwrightTotals(report)).toEqual({
    passed: 2,
    failed: ['[page] draw.spec.ts › timeline › zooms'],
    skipped: ['[page] draw.spec.ts › timeline › prints'],
  });
});

test('says why an end-to-end test failed, and where', () => {
  const errors = [
    {
      message: '\u001b[31mTimeoutError: locator.click: Timeout 10000ms exceeded.\u001b[39m\nCall log:\n',
      location: { file: '/here/e2e/views/traces.ts', line: 108 },
    },
    { message: 'another' },
  ];
  const tests = [{ projectName: 'page', status: 'unexpected', results: [{ errors }] }];
  const suites = [{ title: 'draw.spec.ts', specs: [{ title: 'draws', tests }] }];
  expect(playwrightTotals({ suites, errors: [] }).failed).toEqual([
    '[page] draw.spec.ts › draws: TimeoutError: locator.click: Timeout 10000ms exceeded. (traces.ts:108)',
  ]);
});

test('an error outside every test is a failure', () => {
  expect(playwrightTotals({ suites: [], errors: [{ message: 'no browser' }] }).failed).toEqual([
    'outside every test: no browser',
  ]);
});

test('totals add up', () => {
  const one = { passed: 1, failed: [], skipped: ['x'] };
  expect(totalLine(sum([one, one]))).toBe('2 passed, 0 failed, 2 skipped');
});
