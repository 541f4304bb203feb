import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Answer, evaluateExpression, type Json } from '@sagaloom/engine/core';
import { canonical, type Outcome, type Suite } from './suite.ts';

/** One case, in the format of JSONata's own test suite. */
interface ExpressionCase {
  readonly id: string;
  readonly expr: string;
  readonly data?: Json;
  readonly dataset?: string | null;
  readonly bindings?: Readonly<Record<string, Json>>;
  readonly result?: Json;
  readonly undefinedResult?: boolean;
  readonly code?: string;
}

/** JSONata's cases, evaluated as the engine evaluates expressions: bounded, on linear patterns, without a clock. */
export const jsonataSuite: Suite = {
  name: 'jsonata',
  knownGaps: new Map(),
  async run(folder) {
    const manifest = readJson(path.join(folder, 'manifest.json')) as {
      cases: readonly { file: string; index: number }[];
    };
    const outcomes: Outcome[] = [];
    for (const { file, index } of manifest.cases) {
      const one = (readJson(path.join(folder, file)) as readonly ExpressionCase[])[index];
      if (one) outcomes.push({ id: one.id, wrong: await wrongWith(one, frozen(dataOf(one, folder))) });
    }
    return outcomes;
  },
};

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

function dataOf({ data, dataset }: ExpressionCase, folder: string): Json {
  const file = dataset == null ? null : path.join(folder, 'datasets', `${dataset}.json`);
  return file !== null && existsSync(file) ? (readJson(file) as Json) : (data ?? null);
}

/** An evaluation that writes into what it reads fails here, as it would corrupt a run. */
function frozen(value: Json): Json {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(frozen);
  return Object.freeze(value);
}

async function wrongWith(one: ExpressionCase, data: Json): Promise<string | null> {
  const answer = await evaluateExpression(one.expr, data, { nowMs: 0, seed: one.id }, one.bindings);
  const expected = canonical(one.code ? { code: one.code } : one.undefinedResult ? {} : { result: one.result });
  const actual = canonical(shown(answer));
  return actual === expected ? null : `expected ${expected}, got ${actual}`;
}

function shown(answer: Answer): unknown {
  if (!answer.ok) return answer.error.details ?? answer.error.type;
  return answer.value === undefined ? {} : { result: answer.value };
}
