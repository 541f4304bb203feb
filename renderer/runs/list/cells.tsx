import type { RunSummary } from '@sagaloom/engine/contract';
import type { Json } from '@sagaloom/engine/core';
import { Hand } from 'lucide-react';
import type { ReactNode } from 'react';
import { type Formats, useFormats } from '../../locales/format.ts';
import { type Translate, useT } from '../../locales/index.ts';
import { Chip } from '../../ui/index.ts';
import { shortId } from '../cancel.ts';
import { isOpen } from '../status.ts';
import { StatusChip } from '../StatusChip.tsx';
import { useNow } from '../use-now.ts';
import { attributeOf, type ColumnId, type OwnColumn } from './columns.ts';
import { useList } from './list.ts';
import css from './Table.module.css';

interface Props {
  readonly run: RunSummary;
  readonly columns: readonly ColumnId[];
}

/** The cells of a row. Each row keeps its own time. */
export function RunCells({ run, columns }: Props) {
  const t = useT();
  const formats = useFormats();
  const now = useNow(true, isOpen(run.status) ? 1_000 : 30_000);
  const version = useVersion(run);
  return columns.map((id) => {
    const name = attributeOf(id);
    const { content, title, isMono } =
      name === null
        ? cells[id as OwnColumn](run, { t, formats, now: Math.max(now, Date.parse(run.startedAt)), version })
        : attribute(run.attributes[name]);
    return (
      <span key={id} role="gridcell" className={css.cell} data-mono={isMono || undefined} title={title}>
        {content}
      </span>
    );
  });
}

interface Cell {
  readonly content: ReactNode;
  readonly title?: string;
  readonly isMono?: boolean;
}

interface Around {
  readonly t: Translate;
  readonly formats: Formats;
  readonly now: number;
  readonly version: string;
}

const text = (content: string): Cell => ({ content, title: content });
const nothing: Cell = { content: '' };

const cells: Readonly<Record<OwnColumn, (run: RunSummary, around: Around) => Cell>> = {
  status: ({ status, undo, queued }) => ({ content: <StatusChip status={status} undo={undo} queued={queued} /> }),
  workflow: ({ workflow, hash }, { version }) => ({
    content: (
      <>
        <span className={css.name}>{workflow}</span> <small className={css.version}>{version}</small>
      </>
    ),
    title: `${workflow} ${version} · ${hash}`,
  }),
  run: ({ runId }) => ({ content: shortId(runId), title: runId, isMono: true }),
  started: ({ startedAt }, { formats, now }) => ({
    content: formats.ago(Date.parse(startedAt), now),
    title: formats.moment(Date.parse(startedAt)),
  }),
  duration: (run, { formats, now }) => ({
    content: formats.duration((run.endedAt === null ? now : Date.parse(run.endedAt)) - Date.parse(run.startedAt)),
    isMono: true,
  }),
  ended: ({ endedAt }, { formats, now }) =>
    endedAt === null
      ? nothing
      : { content: formats.ago(Date.parse(endedAt), now), title: formats.moment(Date.parse(endedAt)) },
  events: ({ events }, { formats }) => ({ content: formats.count(events), isMono: true }),
  waiting: ({ attention }, { t, formats }) =>
    attention === 0
      ? nothing
      : {
          content: (
            <Chip tone="warn" icon={Hand}>
              {formats.count(attention)}
            </Chip>
          ),
          title: t('runlist.waits', { count: attention }),
        },
  error: ({ error }) =>
    error === null
      ? nothing
      : {
          content: (
            <>
              <span className={css.errorType}>{error.type}</span> {error.message}
            </>
          ),
          title: `${error.type}: ${error.message}`,
        },
  attributes: ({ attributes }) => {
    const there = Object.entries(attributes).filter(([, value]) => value !== null);
    const all = there.map(([name, value]) => `${name}=${plain(value)}`);
    return { content: all.join('  '), title: all.join('\n'), isMono: true };
  },
  parent: ({ parent }) => (parent === null ? nothing : { content: shortId(parent), title: parent, isMono: true }),
};

const plain = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));
const attribute = (value: Json | undefined): Cell =>
  value === undefined || value === null ? nothing : { ...text(plain(value)), isMono: true };

const short = 7;

/** The number it was deployed with; else how its definition's hash begins. */
export function useVersion({ workflow, hash }: Pick<RunSummary, 'workflow' | 'hash'>): string {
  const t = useT();
  const version = useList(
    ({ facets }) => facets?.versions.find((each) => each.workflow === workflow && each.hash === hash)?.version ?? null,
  );
  return version === null ? hash.slice(0, short) : t('runlist.versionNumber', { version });
}
