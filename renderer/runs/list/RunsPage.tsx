import { CloudOff, History, SearchX } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useFormats } from '../../locales/format.ts';
import { useT } from '../../locales/index.ts';
import { Button, EmptyState } from '../../ui/index.ts';
import { findJobs } from './bulk.ts';
import { BulkBar } from './BulkBar.tsx';
import { BulkDialog } from './BulkDialog.tsx';
import { FilterBar } from './FilterBar.tsx';
import { JobStrip } from './JobStrip.tsx';
import { askText, load, useList } from './list.ts';
import { useRunsLink } from './link.ts';
import { followRuns } from './live.ts';
import { Preview } from './Preview.tsx';
import { useSelection } from './selection.ts';
import { Table } from './Table.tsx';
import { usePreview } from './view.ts';
import css from './RunsPage.module.css';

/** All runs, over the whole width: a million of them are read a page at a time. */
export function RunsPage() {
  const field = useRef<HTMLInputElement>(null);
  const isAtTop = useRef(true);
  const isPreviewShown = usePreview(({ isShown }) => isShown);
  useFollowing(isAtTop);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== '/' || event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    field.current?.focus();
  };
  return (
    // `/` goes to the field from wherever the focus is.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className={css.page} data-testid="runs-page" onKeyDown={onKeyDown}>
      <FilterBar field={field} />
      <JobStrip />
      <div className={css.body}>
        <div className={css.main}>
          <Content isAtTop={isAtTop} />
          <BulkBar />
        </div>
        {isPreviewShown && <Preview />}
      </div>
      <Behind />
      <BulkDialog />
    </div>
  );
}

function useFollowing(isAtTop: { readonly current: boolean }): void {
  useEffect(() => {
    const { text, sort } = useRunsLink.getState();
    const shown = useList.getState();
    if (text !== shown.text || sort !== shown.sort) askText(text, sort);
    else void load();
    void findJobs();
    const isAtRest = (): boolean => isAtTop.current && useSelection.getState().selected.size === 0;
    const stopFollowing = followRuns(isAtRest);
    const stopLinks = useRunsLink.subscribe((link) => {
      const now = useList.getState();
      if (link.text !== now.text || link.sort !== now.sort) askText(link.text, link.sort);
    });
    return () => {
      stopFollowing();
      stopLinks();
    };
  }, [isAtTop]);
}

function Content({ isAtTop }: { readonly isAtTop: { current: boolean } }) {
  const t = useT();
  const { phase, problem, items, text, next } = useList();
  if (phase === 'broken') {
    return (
      <EmptyState
        icon={CloudOff}
        title={t('shell.cannotLoad')}
        action={<Button onPress={() => void load()}>{t('shell.tryAgain')}</Button>}
      >
        {problem}
      </EmptyState>
    );
  }
  if (phase === 'loading' && items.length === 0) return <Loading />;
  if (items.length > 0) return <Table isAtTop={isAtTop} />;
  if (next !== null)
    return (
      <EmptyState
        icon={SearchX}
        title={t('runlist.far')}
        action={<Button onPress={() => void load()}>{t('shell.tryAgain')}</Button>}
      >
        {t('runlist.farText')}
      </EmptyState>
    );
  return text.trim() === '' ? (
    <EmptyState icon={History} title={t('runs.list.none')}>
      {t('runs.list.noneText')}
    </EmptyState>
  ) : (
    <EmptyState
      icon={SearchX}
      title={t('runs.list.noneFiltered')}
      action={<Button onPress={() => askText('')}>{t('runs.list.showAll')}</Button>}
    >
      {t('runs.list.noneFilteredText')}
    </EmptyState>
  );
}

const bones = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

function Loading() {
  const t = useT();
  return (
    <output className={css.loading} aria-label={t('shell.loading')}>
      {bones.map((bone) => (
        <div key={bone} className={css.bone} />
      ))}
    </output>
  );
}

const late = 5_000;

/** The list is made of the histories, and says so while it has not seen all of them. */
function Behind() {
  const t = useT();
  const { duration } = useFormats();
  const behindMs = useList(({ counts }) => counts?.behindMs ?? 0);
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    setLate(behindMs > late);
    if (behindMs <= late) return;
    const timer = setInterval(() => void load(), late);
    return () => clearInterval(timer);
  }, [behindMs]);
  return isLate && <output className={css.behind}>{t('runlist.behind', { time: duration(behindMs) })}</output>;
}
