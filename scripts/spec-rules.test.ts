import { describe, expect, test } from 'vitest';
import { citedBy, judge, rulesOf } from './spec-rules.ts';

const spec = ['# Rules', '- **SG1** Undoes in reverse.', '- **SG2** (planned) Never twice.', 'about **SG3**'].join(
  '\n',
);

describe('the rules of the SPEC', () => {
  test('are list items led by an id, planned or not', () => {
    expect(rulesOf(spec)).toEqual([
      { id: 'SG1', planned: false, line: 2 },
      { id: 'SG2', planned: true, line: 3 },
    ]);
  });

  test('are cited in titles only, not in comments', () => {
    const source = `// [SG1]\ntest('[SG2] holds', f);\ntest.each(rows)("[SG3, SG4] for %s", f);\nexpect(a[B1])`;
    expect(citedBy(source)).toEqual(['SG2', 'SG3', 'SG4']);
  });

  test('without a test are a failure, unless planned', () => {
    const verdict = judge(rulesOf(spec), new Set());
    expect(verdict.untested.map((rule) => rule.id)).toEqual(['SG1']);
    expect(verdict.planned.map((rule) => rule.id)).toEqual(['SG2']);
  });

  test('named twice, or by a test alone, are a mistake', () => {
    const verdict = judge(rulesOf(`${spec}\n- **SG1** Again.`), new Set(['SG1', 'SG9', 'R1']));
    expect(verdict.twice).toEqual(['SG1']);
    expect(verdict.unknown).toEqual(['SG9']);
  });
});
