import type { SpanColumns } from '@sagaloom/engine/contract';
import type { Comparison } from '../comparison.ts';
import type { Tree } from '../tree.ts';

/** A comparison on its way from the worker: all but the columns, which the page has already. */
export interface Parcel {
  readonly comparison: Comparison;
  /** What goes over without a copy. */
  readonly buffers: readonly ArrayBuffer[];
}

const none = {} as SpanColumns;

export function packed(comparison: Comparison): Parcel {
  const { alignment } = comparison;
  const [left, right] = [withColumns(alignment.left, none), withColumns(alignment.right, none)];
  const parts: readonly object[] = [comparison, alignment, left, right];
  const buffers = parts
    .flatMap((part) => Object.values(part) as readonly unknown[])
    .filter((value) => ArrayBuffer.isView(value))
    .map(({ buffer }) => buffer)
    .filter((buffer) => buffer instanceof ArrayBuffer);
  return {
    comparison: { ...comparison, alignment: { ...alignment, left, right } },
    buffers: [...new Set(buffers)],
  };
}

export function unpacked(comparison: Comparison, left: SpanColumns, right: SpanColumns): Comparison {
  const { alignment } = comparison;
  return {
    ...comparison,
    alignment: {
      ...alignment,
      left: withColumns(alignment.left, left),
      right: withColumns(alignment.right, right),
    },
  };
}

const withColumns = (tree: Tree, columns: SpanColumns): Tree => ({ ...tree, columns });
