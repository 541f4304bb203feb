/** The address of the page: a link to a trace opens it, and while a trace is in front the address says which, so that reloading shows it again. */
import { useDocuments } from '../document/index.ts';
import { engine } from '../rpc/index.ts';
import { hashOfRuns, runsLinkIn, useRunsLink } from '../runs/list/link.ts';
import { followLink } from '../traces/page/link-state.ts';
import { attempt } from './notices.ts';
import { pageParts } from './page-parts.ts';
import { openPage, type TraceRef, usePages } from './pages.ts';

/** Once what was open is open again: a link comes before that. */
export function bindAddress(): void {
  void openAddress(location.hash).finally(() => {
    keepInStep();
    usePages.subscribe(keepInStep);
    useRunsLink.subscribe(keepInStep);
    useDocuments.subscribe(({ activeId }, before) => {
      if (activeId !== before.activeId) keepInStep();
    });
  });
  addEventListener('hashchange', () => void openAddress(location.hash));
}

async function openAddress(hash: string): Promise<void> {
  const runs = runsLinkIn(hash);
  if (runs) {
    useRunsLink.setState(runs);
    return openPage({ kind: 'runs' });
  }
  if (!/[#&](?:trace|run)=/.test(hash)) return;
  const page = pageParts.trace.fetch().catch(() => undefined); // the page says what is wrong
  const { parseHash } = await import('../timeline/link.ts');
  const link = parseHash(hash);
  if (!link) return;
  const { trace, state } = link;
  const id = trace.kind === 'run' ? trace.runId : trace.traceId;
  await attempt('traces.byId.none', { id }, async () => {
    const named = await withName(trace);
    await page;
    if (Object.keys(state).length > 0) followLink(id, state);
    openPage({ kind: 'trace', trace: named });
  });
}

type Unnamed = { readonly kind: 'run'; readonly runId: string } | { readonly kind: 'stored'; readonly traceId: string };

async function withName(trace: Unnamed): Promise<TraceRef> {
  if (trace.kind === 'run') return { ...trace, name: (await engine.runs.get({ runId: trace.runId })).workflow };
  const { name } = await engine.traces.summary({ traceId: trace.traceId });
  return { ...trace, name: name === '' ? trace.traceId.slice(0, 8) : name };
}

function keepInStep(): void {
  const hash = useDocuments.getState().activeId === null ? hashOfFront() : '';
  if (hash === location.hash || (hash !== '' && location.hash.startsWith(`${hash}&`))) return;
  history.replaceState(history.state, '', hash === '' ? location.pathname + location.search : hash);
}

function hashOfFront(): string {
  const { pages, frontId } = usePages.getState();
  const page = pages.find(({ id }) => id === frontId)?.page;
  if (page?.kind === 'runs') return hashOfRuns(useRunsLink.getState());
  if (page?.kind !== 'trace') return '';
  const { trace } = page;
  return trace.kind === 'run' ? `#run=${encodeURIComponent(trace.runId)}` : `#trace=${trace.traceId}`;
}
