/**
 * The runs that are listed. Pages follow one another as they are scrolled to; what is loaded stays where it is while runs go on, and
 * new ones are counted until the person asks for them.
 */
import {
  filterOf,
  readRunsText,
  type RunCounts,
  type RunFacets,
  type RunsAsked,
  type RunSort,
  type RunSortBy,
  runsText,
  type RunSummary,
  type WrongWord,
} from '@sagaloom/engine/contract';
import { create } from 'zustand';
import { engine } from '../../rpc/index.ts';
import { explain } from '../../shell/notices.ts';
import { useRunsLink } from './link.ts';
import { clearSelection } from './selection.ts';

export interface ListState {
  /** As it stands in the field. */
  readonly text: string;
  /** What was understood of it. */
  readonly asked: RunsAsked;
  readonly wrong: readonly WrongWord[];
  readonly sort: RunSort;
  readonly phase: 'loading' | 'ready' | 'broken';
  readonly problem: string | null;
  readonly items: readonly RunSummary[];
  readonly next: string | null;
  readonly isReadingMore: boolean;
  readonly counts: RunCounts | null;
  readonly facets: RunFacets | null;
  /** Runs that would stand before the first one; more than a page is `more`. */
  readonly fresh: { readonly count: number; readonly more: boolean };
}

const noneFresh = { count: 0, more: false } as const;

const begin = (): ListState => {
  const { text, sort } = useRunsLink.getState();
  return {
    text,
    ...readRunsText(text),
    sort,
    phase: 'loading',
    problem: null,
    items: [],
    next: null,
    isReadingMore: false,
    counts: null,
    facets: null,
    fresh: noneFresh,
  };
};

export const useList = create<ListState>(begin);

export const PAGE = 100;
/** The browser lays out no more rows than that: beyond it the list is narrowed down. */
export const MOST_LISTED = 100_000;
const typingMs = 250;
let question = 0;
let typing: ReturnType<typeof setTimeout> | null = null;

/** The field was typed into: the list follows when the typing pauses. */
export function typeText(text: string): void {
  useList.setState({ text, ...readRunsText(text) });
  if (typing !== null) clearTimeout(typing);
  typing = setTimeout(() => void ask(), typingMs);
}

/** A whole text at once: a saved filter, a link. */
export function askText(text: string, sort = useList.getState().sort): void {
  useList.setState({ text, ...readRunsText(text), sort });
  void ask();
}

/** A control was used: the text follows it. What could not be read of the text is gone then. */
export function change(part: Partial<RunsAsked>): void {
  const asked = { ...useList.getState().asked, ...part };
  useList.setState({ asked, wrong: [], text: runsText(asked) });
  void ask();
}

/** By a header: the other way round where it is sorted by it already. */
export function sortBy(by: RunSortBy): void {
  const { sort } = useList.getState();
  const first = by === 'workflow' || by === 'status' ? 'asc' : 'desc';
  const order = sort.by !== by ? first : sort.order === 'asc' ? 'desc' : 'asc';
  useList.setState({ sort: { by, order } });
  void ask();
}

async function ask(): Promise<void> {
  if (typing !== null) clearTimeout(typing);
  typing = null;
  const { text, sort } = useList.getState();
  useRunsLink.setState({ text, sort });
  clearSelection(); // of what is no longer in sight nothing stays chosen
  await load();
}

/** The first page anew, with its counts. What was listed stays in sight until it is there. */
export async function load(): Promise<void> {
  question += 1;
  const asked = question;
  const { sort, asked: filter } = useList.getState();
  const wanted = filterOf(filter, Date.now());
  void readFacets();
  void readCounts();
  try {
    const page = await firstPage(wanted, sort);
    if (asked !== question) return; // something else is asked by now
    useList.setState({ phase: 'ready', problem: null, items: page.items, next: page.next, fresh: noneFresh });
  } catch (error) {
    if (asked === question) useList.setState({ phase: 'broken', problem: explain(error) });
  }
}

type Wanted = ReturnType<typeof filterOf>;

/** A page that found too little goes on by itself, a few times: the list is not empty while there is something further on. */
async function firstPage(filter: Wanted, sort: RunSort) {
  let page = await engine.runs.list({ ...filter, sort, limit: PAGE });
  for (let i = 0; i < goingOn && page.items.length < enough && page.next !== null; i += 1) {
    const more = await engine.runs.list({ ...filter, sort, limit: PAGE, cursor: page.next });
    page = { items: [...page.items, ...more.items], next: more.next };
  }
  return page;
}
const goingOn = 30;
const enough = 20;

export async function loadMore(): Promise<void> {
  const { next, isReadingMore, items, sort, asked } = useList.getState();
  if (next === null || isReadingMore || items.length >= MOST_LISTED) return;
  const began = question;
  useList.setState({ isReadingMore: true });
  try {
    const page = await engine.runs.list({ ...filterOf(asked, Date.now()), sort, limit: PAGE * 2, cursor: next });
    if (began !== question) return;
    useList.setState((state) => ({ items: joined(state.items, page.items), next: page.next }));
  } catch (error) {
    if (began === question) useList.setState({ phase: 'broken', problem: explain(error) });
  } finally {
    useList.setState({ isReadingMore: false });
  }
}

/** A run that changed meanwhile may come twice: it stays where it was first. */
function joined(old: readonly RunSummary[], more: readonly RunSummary[]): readonly RunSummary[] {
  const known = new Set(old.map(({ runId }) => runId));
  return [...old, ...more.filter(({ runId }) => !known.has(runId))];
}

export async function readCounts(): Promise<void> {
  const asked = question;
  const counts = await engine.runs.counts(filterOf(useList.getState().asked, Date.now())).catch(() => null);
  if (counts && asked === question) useList.setState({ counts });
}

async function readFacets(): Promise<void> {
  const facets = await engine.runs.facets().catch(() => null);
  if (facets) useList.setState({ facets });
}
