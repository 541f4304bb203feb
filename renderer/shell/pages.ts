import { create } from 'zustand';
import { useDocuments } from '../document/index.ts';
import { foldOverlay } from './layout.ts';

/** A trace that can be looked at: of a run of this engine, or one that was received or imported. */
export type TraceRef =
  | { readonly kind: 'run'; readonly runId: string; readonly name: string }
  | { readonly kind: 'stored'; readonly traceId: string; readonly name: string };

/** What fills the middle of the window without being a file. */
export type Page =
  | { readonly kind: 'runs' }
  | { readonly kind: 'trace'; readonly trace: TraceRef }
  | { readonly kind: 'compare'; readonly left: TraceRef; readonly right: TraceRef };

export interface OpenPage {
  readonly id: string;
  readonly page: Page;
}

interface PagesState {
  readonly pages: readonly OpenPage[];
  readonly frontId: string | null;
}

export const usePages = create<PagesState>(() => ({ pages: [], frontId: null }));

/** Opens a tab, or brings the one of the same page to the front. No file is in front then: its commands do not apply. */
export function openPage(page: Page): void {
  foldOverlay();
  const id = idOf(page);
  usePages.setState(({ pages }) => ({
    pages: pages.some((open) => open.id === id) ? pages : [...pages, { id, page }],
  }));
  frontPage(id);
}

/** The tab of a page shows another one in its place. */
export function replacePage(page: Page, next: Page): void {
  const [old, id] = [idOf(page), idOf(next)];
  usePages.setState(({ pages }) => ({
    pages: pages.flatMap((open) => (open.id === old ? [{ id, page: next }] : open.id === id ? [] : [open])),
  }));
  frontPage(id);
}

export function frontPage(id: string): void {
  usePages.setState({ frontId: id });
  useDocuments.setState({ activeId: null });
}

/** A neighbour comes to the front; when it was the last one, the last file. */
export function closePage(id: string): void {
  const { pages, frontId } = usePages.getState();
  const index = pages.findIndex((open) => open.id === id);
  const rest = pages.filter((open) => open.id !== id);
  usePages.setState({ pages: rest });
  if (frontId !== id || useDocuments.getState().activeId !== null) return;
  const next = rest[Math.min(index, rest.length - 1)]?.id ?? null;
  usePages.setState({ frontId: next });
  if (next === null) useDocuments.setState(({ documents }) => ({ activeId: documents.at(-1)?.id ?? null }));
}

/** The page in front; null while a file is. */
export function usePageInFront(): OpenPage | null {
  const hasFile = useDocuments(({ activeId }) => activeId !== null);
  const front = usePages(({ pages, frontId }) => pages.find(({ id }) => id === frontId) ?? pages.at(-1) ?? null);
  return hasFile ? null : front;
}

function idOf(page: Page): string {
  switch (page.kind) {
    case 'runs':
      return 'page-runs';
    case 'trace':
      return `page-trace-${keyOf(page.trace)}`;
    case 'compare':
      return `page-compare-${keyOf(page.left)}-${keyOf(page.right)}`;
  }
}

const keyOf = (trace: TraceRef): string => (trace.kind === 'run' ? `run-${trace.runId}` : trace.traceId);
