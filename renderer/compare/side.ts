import { columnsOf, type RunDetail, type SpanColumns } from '@sagaloom/engine/contract';
import { isObject, type Json } from '@sagaloom/engine/core';
import { useCallback, useEffect, useState } from 'react';
import { outlineOf } from '../document/index.ts';
import { engine } from '../rpc/index.ts';
import { explain } from '../shell/notices.ts';
import type { TraceRef } from '../shell/pages.ts';
import { readColumns } from '../traces/read-columns.ts';
import { textAt } from './tree.ts';

/** One of the two that are compared, read. */
export interface Side {
  readonly ref: TraceRef;
  readonly columns: SpanColumns;
  /** Of a run of this engine. */
  readonly run: RunDetail | null;
  readonly workflow: string | null;
  /** What people called its steps, by id; empty where no definition is at hand. */
  readonly names: ReadonlyMap<string, string>;
}

export interface SideState {
  readonly side: Side | null;
  /** Why it could not be read. */
  readonly problem: string | null;
  readonly reload: () => void;
}

async function readSide(ref: TraceRef, signal: AbortSignal): Promise<Side> {
  if (ref.kind === 'stored') {
    const columns = await readColumns(ref.traceId, signal);
    return { ref, columns, run: null, workflow: workflowOf(columns), names: new Map() };
  }
  const [run, spans] = await Promise.all([
    engine.runs.get({ runId: ref.runId }, { signal }),
    engine.traces.get({ runId: ref.runId }, { signal }),
  ]);
  return { ref, columns: columnsOf(spans).columns, run, workflow: run.workflow, names: namesIn(run.definition) };
}

function namesIn(definition: Json): ReadonlyMap<string, string> {
  if (!isObject(definition)) return new Map();
  return new Map([...outlineOf(definition).steps.values()].map(({ id, label }) => [id, label]));
}

function workflowOf(columns: SpanColumns): string | null {
  for (let index = 0; index < columns.count; index += 1) {
    const workflow = textAt(columns, index, 'sagaloom.workflow');
    if (workflow !== null) return workflow;
  }
  return null;
}

const keyOf = (ref: TraceRef): string => (ref.kind === 'run' ? `run ${ref.runId}` : `trace ${ref.traceId}`);

export const isSameTrace = (a: TraceRef, b: TraceRef): boolean => keyOf(a) === keyOf(b);

type Read = { readonly key: string; readonly side: Side | null; readonly problem: string | null };

export function useSide(ref: TraceRef): SideState {
  const [read, setRead] = useState<Read | null>(null);
  const [count, setCount] = useState(0);
  const key = `${keyOf(ref)} ${count}`;
  useEffect(() => {
    const gone = new AbortController();
    const show = (side: Side | null, problem: string | null): void => {
      if (!gone.signal.aborted) setRead({ key, side, problem });
    };
    readSide(ref, gone.signal).then(
      (side) => show(side, null),
      (error: unknown) => show(null, explain(error)),
    );
    return () => gone.abort();
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the key says all of the ref that counts
  }, [key]);
  const reload = useCallback(() => setCount((n) => n + 1), []);
  const isRead = read?.key === key;
  return { side: isRead ? read.side : null, problem: isRead ? read.problem : null, reload };
}
