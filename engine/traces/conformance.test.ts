import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { StoredSpan } from '../contract/traces.ts';
import { spanIdText } from '../contract/span-columns.ts';
import { testFolder } from '../node/testing/folder.ts';
import { testStore } from './testing/open.ts';

const folder = path.join(import.meta.dirname, '..', '..', '..', 'shared', 'conformance', 'otlp-traces');

interface Case {
  readonly id: string;
  readonly file: string;
  readonly expected: {
    readonly spans?: number;
    readonly lines?: number;
    readonly errors?: number;
    readonly max_children?: number;
    readonly same_as?: string;
  };
}

const isHere = existsSync(folder);
if (!isHere) console.warn(`SKIPPED: the cases of ${folder} are not here, so import is not tried with them.`);

const cases = isHere
  ? (JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8')) as { cases: readonly Case[] }).cases
  : [];

function imported(file: string, piece: number) {
  const store = testStore(`${testFolder()}/${piece}.traces`);
  const importing = store.importText(readFileSync(path.join(folder, file)), piece);
  const { items } = store.reader.list({});
  const columns = items.map(({ traceId }) => store.columns(traceId));
  const spans = items.flatMap(({ traceId }, index) => {
    const ids = new Set(Array.from(columns[index]?.ids ?? [], spanIdText));
    return store.reader.spans(traceId, [...ids]) ?? [];
  });
  store.database.close();
  return { importing, items, columns, spans };
}

describe.skipIf(!isHere)('the open cases', () => {
  test.for(cases)('$id imports, whole and in small pieces', ({ file, expected }) => {
    for (const piece of [1 << 20, 61]) {
      const { importing, items, columns, spans } = imported(file, piece);
      const wanted = expected.spans ?? expected.lines;
      expect(importing).toMatchObject({ spans: wanted, refused: 0, broken: null });
      expect(items.reduce((sum, each) => sum + each.spans, 0)).toBe(wanted);
      expect(columns.reduce((sum, { count }) => sum + count, 0)).toBe(wanted);
      expect(spans).toHaveLength(wanted ?? 0);
      expect(items.reduce((sum, each) => sum + each.errors, 0)).toBe(expected.errors ?? 0);
      if (expected.max_children !== undefined) expect(mostChildren(columns[0]?.parent)).toBe(expected.max_children);
    }
  });

  test.for(cases.flatMap(({ file, expected }) => (expected.same_as ? [[file, expected.same_as] as const] : [])))(
    '%s says the same as %s',
    ([one, other]) => {
      expect(imported(one, 1 << 20).spans.map(essence)).toEqual(imported(other, 1 << 20).spans.map(essence));
    },
  );
});

/** What both formats can say. */
const essence = ({ links: _links, ...span }: StoredSpan) => span;

function mostChildren(parents: Int32Array | undefined): number {
  const children = new Map<number, number>();
  for (const parent of parents ?? []) if (parent >= 0) children.set(parent, (children.get(parent) ?? 0) + 1);
  return Math.max(...children.values());
}
