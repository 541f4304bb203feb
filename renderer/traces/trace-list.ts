/**
 * The list of traces from elsewhere, as far as somebody has scrolled: read page by page, and read again over its whole shown length when
 * traces came, grew or went.
 */
import type { Page, TraceSummary } from '@sagaloom/engine/contract';
import { create } from 'zustand';
import { engine } from '../rpc/index.ts';
import { attempt, explain } from '../shell/notices.ts';

export interface TraceFilter {
  readonly text: string;
  readonly errors: boolean;
}

interface TraceListState {
  readonly phase: 'loading' | 'ready' | 'broken';
  readonly problem: string | null;
  readonly items: readonly TraceSummary[];
  readonly next: string | null;
  readonly filter: TraceFilter;
  readonly isReadingMore: boolean;
  readonly selected: ReadonlySet<string>;
}

type Shown = Pick<TraceListState, 'items' | 'next'>;

export const useTraceList = create<TraceListState>(() => ({
  phase: 'loading',
  problem: null,
  items: [],
  next: null,
  filter: { text: '', errors: false },
  isReadingMore: false,
  selected: new Set(),
}));

const pageSize = 60;
/** As many as can be asked for at once. */
const most = 500;
let asked = 0;

/** Reads what is shown anew, over its whole length. */
export async function loadTraces(): Promise<void> {
  const { items } = useTraceList.getState();
  await load(Math.min(most, Math.max(pageSize, items.length)), (page) => renewed(useTraceList.getState(), page));
}

async function load(limit: number, shown: (page: Page<TraceSummary>) => Shown): Promise<void> {
  const question = ++asked;
  try {
    const page = await ask(null, limit);
    if (question !== asked) return; // the filter changed meanwhile
    useTraceList.setState({ phase: 'ready', problem: null, isReadingMore: false, ...shown(page) });
    keepSelectionOfShown();
  } catch (error) {
    if (question === asked) useTraceList.setState({ phase: 'broken', problem: explain(error), isReadingMore: false });
  }
}

/** The next page, when the end of the list comes into sight. */
export async function loadMoreTraces(): Promise<void> {
  const { next, isReadingMore } = useTraceList.getState();
  if (next === null || isReadingMore) return;
  const question = asked;
  useTraceList.setState({ isReadingMore: true });
  const page = await attempt('traces.list.cannotLoad', {}, async () => ask(next, pageSize));
  if (question !== asked) return;
  useTraceList.setState(({ items }) => ({
    isReadingMore: false,
    ...(page ? { items: [...items, ...without(page.items, items)], next: page.next } : {}),
  }));
}

export function filterTraces(change: Partial<TraceFilter>): void {
  // What was found before stays until there is something to show: the list does not blink at each letter.
  useTraceList.setState(({ filter }) => ({ filter: { ...filter, ...change }, selected: new Set() }));
  void load(pageSize, (page) => page);
}

export function chooseTraces(selected: ReadonlySet<string>): void {
  useTraceList.setState({ selected });
}

/** Of a list longer than can be read at once, the tail stays as it was. */
export function renewed({ items, next }: Shown, page: Page<TraceSummary>): Shown {
  if (page.next === null || items.length <= page.items.length) return page;
  const last = page.items.at(-1);
  const from = items.findIndex(({ traceId }) => traceId === last?.traceId);
  if (from === -1) return page;
  return { items: [...page.items, ...without(items.slice(from + 1), page.items)], next };
}

function without(items: readonly TraceSummary[], known: readonly TraceSummary[]): readonly TraceSummary[] {
  const ids = new Set(known.map(({ traceId }) => traceId));
  return items.filter(({ traceId }) => !ids.has(traceId));
}

function keepSelectionOfShown(): void {
  const { items, selected } = useTraceList.getState();
  const shown = new Set(items.map(({ traceId }) => traceId));
  const kept = new Set([...selected].filter((id) => shown.has(id)));
  if (kept.size !== selected.size) chooseTraces(kept);
}

async function ask(cursor: string | null, limit: number): Promise<Page<TraceSummary>> {
  const { text, errors } = useTraceList.getState().filter;
  return engine.traces.list({
    cursor,
    limit,
    ...(text.trim() === '' ? {} : { text: text.trim() }),
    ...(errors ? { errors } : {}),
  });
}
