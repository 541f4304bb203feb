import { ChartGantt, GitCompareArrows, History, type LucideIcon, X } from 'lucide-react';
import { Button } from 'react-aria-components';
import { type Translate, useT } from '../locales/index.ts';
import { closePage, frontPage, type OpenPage, type Page } from './pages.ts';
import css from './DocumentTabs.module.css';

const looks = { runs: History, trace: ChartGantt, compare: GitCompareArrows } as const satisfies Record<
  Page['kind'],
  LucideIcon
>;

/** The tab of what is no file: all runs, a trace, two of them side by side. */
export function PageTab({ open, active }: { readonly open: OpenPage; readonly active: boolean }) {
  const t = useT();
  const title = titleOf(open.page, t);
  const Icon = looks[open.page.kind];
  return (
    <li
      ref={active ? (tab) => tab?.scrollIntoView({ block: 'nearest', inline: 'nearest' }) : null}
      className={css.tab}
      data-active={active || undefined}
      onAuxClick={(event) => {
        if (event.button === 1) closePage(open.id);
      }}
    >
      <Button
        className={css.name ?? ''}
        {...(active ? { 'aria-current': 'page' as const } : {})}
        onPress={() => frontPage(open.id)}
      >
        <Icon size={15} strokeWidth={1.75} aria-hidden />
        <span className={css.title} title={title}>
          {title}
        </span>
      </Button>
      <Button
        className={css.close ?? ''}
        aria-label={t('shell.closeTab', { name: title })}
        onPress={() => closePage(open.id)}
      >
        <X size={13} strokeWidth={2} aria-hidden />
      </Button>
    </li>
  );
}

function titleOf(page: Page, t: Translate): string {
  switch (page.kind) {
    case 'runs':
      return t('runlist.title');
    case 'trace':
      return page.trace.name;
    case 'compare':
      return t('compare.title', { left: page.left.name, right: page.right.name });
  }
}
