/** Runs the third-party suites in `../shared/conformance` and prints passed, failed and known gaps, suite by suite. */
import { runSuite, suites } from './conformance/run.ts';

for (const suite of suites) {
  const report = await runSuite(suite);
  if (report === null) {
    console.warn(`${suite.name}: SKIPPED, there is no ../shared/conformance/${suite.name} beside this checkout.`);
    continue;
  }
  const { cases, passed, failures, gaps } = report;
  console.log(`${suite.name}: ${passed} of ${cases} passed, ${failures.length} failed, ${gaps} known gaps`);
  for (const failure of failures) console.error(`  ${failure}`);
  if (failures.length > 0 || cases === 0) process.exitCode = 2;
}
