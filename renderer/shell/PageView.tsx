import type { Page } from './pages.ts';
import { pageParts } from './page-parts.ts';
import css from './PageView.module.css';

const { runs, trace, compare } = pageParts;

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
      return <runs.Component />;
    case 'trace':
      return <trace.Component trace={page.trace} />;
    case 'compare':
      return <compare.Component left={page.left} right={page.right} />;
  }
}
