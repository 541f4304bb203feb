import type { SpanRecord } from '@sagaloom/engine/contract';
import { useEffect, useState } from 'react';
import type { TraceSource } from './source.ts';

export type Detail =
  | { readonly phase: 'ready'; readonly span: SpanRecord }
  | { readonly phase: 'reading' }
  | { readonly phase: 'broken' };

const reading: Detail = { phase: 'reading' };

/** A span whole: at once where it is at hand, else as soon as it has been read. */
export function useDetail(source: TraceSource, index: number): Detail {
  const near = index < 0 ? undefined : source.peek?.(index);
  const [read, setRead] = useState<{
    readonly of: TraceSource;
    readonly index: number;
    readonly detail: Detail;
  } | null>(null);
  useEffect(() => {
    if (near || index < 0) return;
    let isWanted = true;
    const put = (detail: Detail): void => {
      if (isWanted) setRead({ of: source, index, detail });
    };
    source.detail(index).then(
      (span) => put({ phase: 'ready', span }),
      () => put({ phase: 'broken' }),
    );
    return () => {
      isWanted = false;
    };
  }, [source, index, near]);
  if (near) return { phase: 'ready', span: near };
  return read?.of === source && read.index === index ? read.detail : reading;
}
