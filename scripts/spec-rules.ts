/**
 * The rules of engine/SPEC.md and the tests that hold them.
 * A rule is a list item led by its id in bold: `- **SG2** …`. A test holds it by naming `[SG2]` in its title.
 */

export interface Rule {
  readonly id: string;
  /** Not built yet: `(planned)`, or `(planned for 2026-12)`. */
  readonly planned: boolean;
  readonly line: number;
}

export interface Verdict {
  readonly untested: readonly Rule[];
  readonly planned: readonly Rule[];
  /** Planned no longer: a test holds it, so the mark is out of date. */
  readonly arrived: readonly Rule[];
  readonly twice: readonly string[];
  /** Named by a test and not in the SPEC. */
  readonly unknown: readonly string[];
}

const ruleLine = /^\s*[-*] \*\*([A-Z]{1,4}\d+[a-z]?)\*\*/;
const citation = /\[([A-Z]{1,4}\d+[a-z]?(?:,\s*[A-Z]{1,4}\d+[a-z]?)*)\]/g;
const testTitle = /\b(?:test|it|describe)(?:\.\w+(?:\([^)]*\))?)*\(\s*(['"`])((?:\\.|(?!\1).)*)\1/gs;

export function rulesOf(spec: string): Rule[] {
  return spec.split('\n').flatMap((text, index) => {
    const id = ruleLine.exec(text)?.[1];
    return id === undefined ? [] : [{ id, planned: /\(planned\b[^)]*\)/.test(text), line: index + 1 }];
  });
}

export function citedBy(source: string): string[] {
  const titles = [...source.matchAll(testTitle)].map((match) => match[2] ?? '');
  return titles.flatMap((title) =>
    [...title.matchAll(citation)].flatMap((match) => (match[1] ?? '').split(',').map((id) => id.trim())),
  );
}

export function judge(rules: readonly Rule[], cited: ReadonlySet<string>): Verdict {
  const ids = rules.map((rule) => rule.id);
  const known = new Set(ids);
  const prefixes = new Set(ids.map((id) => id.replace(/\d.*/, '')));
  return {
    untested: rules.filter((rule) => !rule.planned && !cited.has(rule.id)),
    planned: rules.filter((rule) => rule.planned && !cited.has(rule.id)),
    arrived: rules.filter((rule) => rule.planned && cited.has(rule.id)),
    twice: ids.filter((id, index) => ids.indexOf(id) !== index),
    // A file may number invariants of its own (`R1`); only the SPEC's own families are its business.
    unknown: [...cited].filter((id) => !known.has(id) && prefixes.has(id.replace(/\d.*/, ''))),
  };
}
