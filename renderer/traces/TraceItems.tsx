import type { TraceSummary } from '@sagaloom/engine/contract';
import { ChartGantt, CircleX, Ellipsis, GitCompareArrows, Trash2, Workflow } from 'lucide-react';
import {
  Collection,
  GridList,
  GridListItem,
  GridListLoadMoreItem,
  ListLayout,
  Virtualizer,
} from 'react-aria-components';
import { useFormats } from '../locales/format.ts';
import { useT } from '../locales/index.ts';
import { openPage, usePageInFront } from '../shell/pages.ts';
import { useNow } from '../runs/use-now.ts';
import { Checkbox, cx, IconButton, MenuButton, type MenuEntry } from '../ui/index.ts';
import { openTrace, refOf } from './open-trace.ts';
import { chooseTraces, loadMoreTraces, useTraceList } from './trace-list.ts';
import { askAboutTraces } from './trace-dialogs.ts';
import { showOnDrawing } from './laid/show.ts';
import mark from '../ui/glyph.module.css';
import css from './TraceItems.module.css';

const rowHeight = 62;

export function TraceItems() {
  const t = useT();
  const { items, selected, isReadingMore } = useTraceList();
  const front = usePageInFront()?.page;
  const shown = front?.kind === 'trace' && front.trace.kind === 'stored' ? front.trace.traceId : null;
  const isChoosing = selected.size > 0;
  return (
    <Virtualizer layout={ListLayout} layoutOptions={{ rowHeight, gap: 1, padding: 8 }}>
      <GridList
        aria-label={t('shell.panel.traces')}
        className={css.list ?? ''}
        data-choosing={isChoosing || undefined}
        selectionMode="multiple"
        selectedKeys={selected}
        onSelectionChange={(keys) =>
          chooseTraces(new Set(keys === 'all' ? items.map(({ traceId }) => traceId) : [...keys].map(String)))
        }
        onAction={(key) => {
          const trace = items.find(({ traceId }) => traceId === key);
          if (trace) openTrace(trace);
        }}
      >
        <Collection items={items.map((trace) => ({ ...trace, id: trace.traceId }))} dependencies={[shown, t]}>
          {(trace) => (
            <GridListItem
              textValue={`${trace.name} ${trace.traceId}`}
              className={css.item ?? ''}
              data-shown={trace.traceId === shown || undefined}
            >
              <TraceItem trace={trace} />
            </GridListItem>
          )}
        </Collection>
        <GridListLoadMoreItem
          isLoading={isReadingMore}
          onLoadMore={() => void loadMoreTraces()}
          className={css.more ?? ''}
        >
          {t('shell.loading')}
        </GridListLoadMoreItem>
      </GridList>
    </Virtualizer>
  );
}

function TraceItem({ trace }: { readonly trace: TraceSummary }) {
  const t = useT();
  const { duration } = useFormats();
  const hasErrors = trace.errors > 0;
  const Icon = hasErrors ? CircleX : ChartGantt;
  const from = trace.workflow ?? trace.service;
  const errors = t('traces.errors', { count: trace.errors });
  return (
    <>
      <span className={cx(mark.glyph, css.glyph)} data-tone={hasErrors ? 'bad' : 'neutral'}>
        <Icon className={css.icon} size={13} strokeWidth={2.2} aria-hidden />
        <Checkbox slot="selection" />
      </span>
      <span className={css.text}>
        <span className={css.line}>
          <strong title={trace.name}>{trace.name === '' ? trace.traceId.slice(0, 8) : trace.name}</strong>
          <span className={css.mono}>{duration(trace.durationMs)}</span>
        </span>
        <span className={css.line}>
          <span className={css.from} title={from}>
            {from === '' ? t('traces.noService') : from}
          </span>
          <Ago at={Date.parse(trace.startedAt)} />
        </span>
        <span className={css.line}>
          <span title={hasErrors ? errors : undefined}>
            {t('traces.spans', { count: trace.spans })}
            {hasErrors && <span className={css.errors}>{errors}</span>}
          </span>
        </span>
      </span>
      <More trace={trace} />
    </>
  );
}

function Ago({ at }: { readonly at: number }) {
  const { ago, moment } = useFormats();
  const now = useNow(true, 30_000);
  return <span title={moment(at)}>{ago(at, Math.max(now, at))}</span>;
}

function More({ trace }: { readonly trace: TraceSummary }) {
  const t = useT();
  const front = usePageInFront()?.page;
  const other = front?.kind === 'trace' ? front.trace : null;
  const isSame = other?.kind === 'stored' && other.traceId === trace.traceId;
  const entries: readonly MenuEntry[] = [
    { id: 'open', label: t('traces.open'), icon: ChartGantt, onAction: () => openTrace(trace) },
    {
      id: 'drawing',
      label: t('traces.showOnDrawing'),
      icon: Workflow,
      onAction: () => void showOnDrawing(refOf(trace)),
    },
    ...(other && !isSame
      ? [
          {
            id: 'compare',
            label: t('traces.compareWithOpen', { name: other.name }),
            icon: GitCompareArrows,
            onAction: () => openPage({ kind: 'compare', left: other, right: refOf(trace) }),
          },
        ]
      : []),
    { id: 'space', separator: true },
    {
      id: 'remove',
      label: t('traces.remove.do'),
      icon: Trash2,
      danger: true,
      onAction: () => askAboutTraces({ kind: 'remove', traceIds: [trace.traceId] }),
    },
  ];
  return (
    <span className={css.tools}>
      <MenuButton label={t('traces.moreOf', { name: trace.name })} entries={entries} placement="bottom end">
        <IconButton label={t('traces.moreOf', { name: trace.name })} icon={Ellipsis} size="sm" />
      </MenuButton>
    </span>
  );
}
