/** Lists the rules of engine/SPEC.md that no test holds, and fails if there is one. */
import { globSync, readFileSync } from 'node:fs';
import { inRoot } from './root.ts';
import { citedBy, judge, type Rule, rulesOf } from './spec-rules.ts';

const tests = globSync('{engine,renderer,electron,examples,e2e}/**/*.{test,spec}.{ts,tsx}', {
  cwd: inRoot(),
  exclude: ['**/node_modules/**'],
});
const cited = new Set(tests.flatMap((file) => citedBy(readFileSync(inRoot(file), 'utf8'))));
const rules = rulesOf(readFileSync(inRoot('engine', 'SPEC.md'), 'utf8'));
const { untested, planned, arrived, twice, unknown } = judge(rules, cited);

const at = (rule: Rule) => `engine/SPEC.md:${rule.line}  ${rule.id}`;
for (const rule of planned) console.log(`planned   ${at(rule)}`);
for (const rule of arrived) console.error(`tested, so no longer planned: ${at(rule)}`);
for (const rule of untested) console.error(`no test names ${at(rule)}`);
for (const id of twice) console.error(`engine/SPEC.md has ${id} twice`);
for (const id of unknown) console.error(`a test names ${id}, which engine/SPEC.md does not have`);

const wrong = arrived.length + untested.length + twice.length + unknown.length;
console.log(`${rules.length} rules, ${untested.length} without a test, ${planned.length} planned`);
process.exitCode = wrong === 0 ? 0 : 1;
