import { lazy } from 'react';
import type { Page } from './pages.ts';
import css from './PageView.module.css';

const RunsPage = lazy(async () => ({ default: (await import('../runs/list/RunsPage.tsx')).RunsPage }));
const TracePage = lazy(async () => ({ default: (await import('../traces/TracePage.tsx')).TracePage }));
const ComparePage = lazy(async () => ({ default: (await import('../compare/ComparePage.tsx')).ComparePage }));

/** What fills the middle of the window in place of a drawing. */
export function PageView({ page }: { readonly page: Page }) {
  return (
    <div className={css.page} data-region="drawing" tabIndex={-1}>
      <Content page={page} />
    </div>
  );
}

function Content({ page }: { readonly page: Page }) {
  switch (page.kind) {
    case 'runs':
      return <RunsPage />;
    case 'trace':
      return <TracePage trace={page.trace} />;
    case 'compare':
      return <ComparePage left={page.left} right={page.right} />;
  }
}
