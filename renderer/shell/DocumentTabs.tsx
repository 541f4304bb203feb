import { FileClock, Workflow, X } from 'lucide-react';
import { Button } from 'react-aria-components';
import { activateDocument, isDirty, type OpenDocument, useDocuments } from '../document/index.ts';
import { useT } from '../locales/index.ts';
import { close, titleOf } from './files/files.ts';
import { usePageInFront, usePages } from './pages.ts';
import { PageTab } from './PageTab.tsx';
import { usePinned } from './pinned.ts';
import css from './DocumentTabs.module.css';

/** Open files. A list of buttons rather than ARIA tabs, because each holds a second button. */
export function DocumentTabs() {
  const t = useT();
  const { documents, activeId } = useDocuments();
  const pages = usePages((state) => state.pages);
  const front = usePageInFront();
  return (
    <nav className={css.tabs} aria-label={t('shell.openFiles')}>
      <ul>
        {documents.map((open) => (
          <DocumentTab key={open.id} open={open} active={open.id === activeId} />
        ))}
        {pages.map((open) => (
          <PageTab key={open.id} open={open} active={open.id === front?.id} />
        ))}
      </ul>
    </nav>
  );
}

/** With many tabs the list scrolls; the one in front is always in sight. */
function intoView(tab: HTMLElement | null): void {
  tab?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

function DocumentTab({ open, active }: { readonly open: OpenDocument; readonly active: boolean }) {
  const t = useT();
  const pinned = usePinned(({ hashByTab }) => open.id in hashByTab);
  const dirty = isDirty(open) && !pinned;
  const title = titleOf(open);
  const Icon = pinned ? FileClock : Workflow;
  return (
    <li
      ref={active ? intoView : null}
      className={css.tab}
      data-active={active || undefined}
      onAuxClick={(event) => {
        if (event.button === 1) void close(open.id);
      }}
    >
      <Button
        className={css.name ?? ''}
        {...(active ? { 'aria-current': 'page' as const } : {})}
        aria-label={
          dirty ? t('shell.unsavedTab', { name: title }) : pinned ? t('shell.pinnedTab', { name: title }) : title
        }
        onPress={() => activateDocument(open.id)}
      >
        <Icon size={15} strokeWidth={1.75} aria-hidden />
        <span className={css.title} title={open.path ?? title}>
          {title}
        </span>
      </Button>
      {dirty && <i className={css.dirty} aria-hidden />}
      <Button
        className={css.close ?? ''}
        aria-label={t('shell.closeTab', { name: title })}
        onPress={() => void close(open.id)}
      >
        <X size={13} strokeWidth={2} aria-hidden />
      </Button>
    </li>
  );
}
