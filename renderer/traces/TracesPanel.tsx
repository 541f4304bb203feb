import { ChartGantt, GitCompareArrows, Route, Search, Trash2, Upload, X } from 'lucide-react';
import { type DragEvent, type KeyboardEvent, useEffect, useState } from 'react';
import { useT } from '../locales/index.ts';
import { useConnection } from '../rpc/index.ts';
import { openPage } from '../shell/pages.ts';
import { PanelHeader } from '../shell/PanelHeader.tsx';
import { PanelState } from '../shell/PanelState.tsx';
import { Button, Checkbox, IconButton } from '../ui/index.ts';
import { importTraces } from './import/imports.ts';
import { pickTraceFiles } from './import/pick.ts';
import { useKept } from './kept.ts';
import { NoTraces } from './NoTraces.tsx';
import { refOf } from './open-trace.ts';
import { Receiver } from './Receiver.tsx';
import { chooseTraces, filterTraces, loadTraces, useTraceList } from './trace-list.ts';
import { askAboutTraces } from './trace-dialogs.ts';
import { TraceItems } from './TraceItems.tsx';
import searchBox from '../ui/search-box.module.css';
import css from './TracesPanel.module.css';

/** Traces that were received or imported, and the ways in which they come. */
export function TracesPanel() {
  const t = useT();
  const { phase, problem, items, filter } = useTraceList();
  const filtered = filter.text.trim() !== '' || filter.errors;
  const drop = useDropZone();
  const onKeyDown = (event: KeyboardEvent): void => {
    const { selected } = useTraceList.getState();
    const isInList = event.target instanceof HTMLElement && event.target.closest('[role="row"]') !== null;
    if (event.key === 'Delete' && isInList && selected.size > 0) askToRemove(selected);
  };
  useListInStep();
  return (
    <div className={css.panel} data-over={drop.isOver || undefined} {...drop.handlers} {...{ onKeyDown }}>
      <PanelHeader title={t('shell.panel.traces')}>
        <IconButton label={t('traces.import.do')} icon={Upload} size="sm" onPress={pickTraceFiles} />
        <IconButton
          label={t('traces.rules.edit')}
          icon={Route}
          size="sm"
          onPress={() => askAboutTraces({ kind: 'rules', traceId: null, draft: null })}
        />
      </PanelHeader>
      <Receiver />
      {(items.length > 0 || filtered) && <Filters />}
      <Chosen />
      {phase === 'ready' && items.length > 0 ? (
        <TraceItems />
      ) : phase === 'ready' && !filtered ? (
        <NoTraces />
      ) : (
        <PanelState
          phase={phase}
          problem={problem}
          onRetry={loadTraces}
          icon={ChartGantt}
          title={t('traces.list.noneFiltered')}
          text={t('traces.list.noneFilteredText')}
          action={<Button onPress={() => filterTraces({ text: '', errors: false })}>{t('traces.list.showAll')}</Button>}
        />
      )}
      {drop.isOver && (
        <div className={css.dropHere}>
          <Upload size={18} strokeWidth={1.75} aria-hidden />
          {t('traces.import.dropHere')}
        </div>
      )}
    </div>
  );
}

const askToRemove = (selected: ReadonlySet<string>): void =>
  askAboutTraces({ kind: 'remove', traceIds: [...selected] });

/** The list is read when it is opened, when traces came or went, and over a new line. */
function useListInStep(): void {
  const changes = useKept((state) => state.changes);
  const epoch = useConnection((state) => state.epoch);
  useEffect(() => void loadTraces(), [changes, epoch]);
}

/** Whatever is dropped on this panel is meant as traces. */
function useDropZone() {
  const [isOver, setOver] = useState(false);
  const carries = ({ dataTransfer }: DragEvent): boolean => dataTransfer.types.includes('Files');
  return {
    isOver,
    handlers: {
      onDragOver: (event: DragEvent) => {
        if (!carries(event)) return;
        event.preventDefault();
        setOver(true);
      },
      onDragLeave: ({ currentTarget, relatedTarget }: DragEvent) => {
        if (!(relatedTarget instanceof Node) || !currentTarget.contains(relatedTarget)) setOver(false);
      },
      onDrop: (event: DragEvent) => {
        if (!carries(event)) return;
        event.preventDefault();
        event.stopPropagation(); // the window would ask what each of them is
        setOver(false);
        importTraces(event.dataTransfer.files);
      },
    },
  };
}

function Filters() {
  const t = useT();
  const { filter } = useTraceList();
  return (
    <div className={css.filters}>
      <div className={searchBox.search}>
        <Search size={14} strokeWidth={1.75} aria-hidden />
        <input
          type="search"
          aria-label={t('traces.list.search')}
          placeholder={t('traces.list.search')}
          value={filter.text}
          spellCheck={false}
          onChange={(event) => filterTraces({ text: event.target.value })}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && filter.text !== '') filterTraces({ text: '' });
          }}
        />
      </div>
      <Checkbox isSelected={filter.errors} onChange={(errors) => filterTraces({ errors })}>
        {t('traces.list.errorsOnly')}
      </Checkbox>
    </div>
  );
}

/** What can be done with the traces that are chosen. */
function Chosen() {
  const t = useT();
  const { items, selected } = useTraceList();
  if (selected.size === 0) return null;
  const chosen = items.filter(({ traceId }) => selected.has(traceId));
  const [left, right] = chosen.map(refOf);
  return (
    <div className={css.chosen} role="group" aria-label={t('traces.list.chosen', { count: selected.size })}>
      <span>{t('traces.list.chosen', { count: selected.size })}</span>
      {left && right && chosen.length === 2 && (
        <IconButton
          label={t('traces.compareTwo')}
          icon={GitCompareArrows}
          size="sm"
          onPress={() => openPage({ kind: 'compare', left, right })}
        />
      )}
      <IconButton label={t('traces.remove.do')} icon={Trash2} size="sm" onPress={() => askToRemove(selected)} />
      <IconButton label={t('traces.list.chooseNone')} icon={X} size="sm" onPress={() => chooseTraces(new Set())} />
    </div>
  );
}
