import { ArrowLeftRight, ChartGantt, RefreshCw, Replace } from 'lucide-react';
import { useFormats } from '../locales/format.ts';
import { useT } from '../locales/index.ts';
import { shortId } from '../runs/cancel.ts';
import { StatusChip } from '../runs/StatusChip.tsx';
import type { TraceRef } from '../shell/pages.ts';
import { IconButton } from '../ui/index.ts';
import css from './Compare.module.css';
import { lengthOf } from './critical.ts';
import type { Side } from './side.ts';

interface Props {
  readonly left: TraceRef;
  readonly right: TraceRef;
  readonly sides: readonly [Side | null, Side | null];
  readonly onSwap: () => void;
  readonly onChoose: (which: 'left' | 'right') => void;
  readonly onOpen: (trace: TraceRef) => void;
  readonly onReload: () => void;
}

/** What is compared with what, and the ways to compare something else. */
export function Sides({ left, right, sides, onSwap, onChoose, onOpen, onReload }: Props) {
  const t = useT();
  const card = (which: 'left' | 'right', trace: TraceRef, side: Side | null) => (
    <SideCard letter={which === 'left' ? 'A' : 'B'} trace={trace} side={side}>
      <IconButton
        size="sm"
        icon={Replace}
        label={t('compare.chooseOther', { side: which === 'left' ? 'A' : 'B' })}
        onPress={() => onChoose(which)}
      />
      <IconButton
        size="sm"
        icon={ChartGantt}
        label={t('compare.openTrace', { name: trace.name })}
        onPress={() => onOpen(trace)}
      />
    </SideCard>
  );
  return (
    <header className={css.sides}>
      {card('left', left, sides[0])}
      <span className={css.between}>
        <IconButton icon={ArrowLeftRight} label={t('compare.swap')} onPress={onSwap} />
        <IconButton icon={RefreshCw} iconSize={14} label={t('compare.reload')} onPress={onReload} />
      </span>
      {card('right', right, sides[1])}
    </header>
  );
}

interface CardProps {
  readonly letter: 'A' | 'B';
  readonly trace: TraceRef;
  readonly side: Side | null;
  readonly children: React.ReactNode;
}

function SideCard({ letter, trace, side, children }: CardProps) {
  const t = useT();
  const { duration, dateTime, count } = useFormats();
  const columns = side?.columns;
  const run = side?.run;
  return (
    <div className={css.side} data-side={letter}>
      <span className={css.letter} aria-hidden>
        {letter}
      </span>
      <div className={css.about}>
        <span className={css.line}>
          <strong className={css.name} title={run ? `${trace.name}, ${run.runId}` : trace.name}>
            {trace.name}
          </strong>
          {run && <StatusChip status={run.status} undo={run.undo} queued={run.queued} />}
        </span>
        <span className={css.facts}>
          {side?.workflow != null && !trace.name.includes(side.workflow) && (
            <span title={side.workflow}>{side.workflow}</span>
          )}
          {run && !trace.name.includes(shortId(run.runId)) && (
            <span className={css.mono} title={run.runId}>
              {shortId(run.runId)}
            </span>
          )}
          {side && columns && (
            <>
              <span className={css.mono}>{duration(lengthOf(side))}</span>
              <span>{dateTime(columns.origin)}</span>
              <span>{t('compare.spans', { count: columns.count, number: count(columns.count) })}</span>
            </>
          )}
        </span>
      </div>
      <span className={css.sideTools}>{children}</span>
    </div>
  );
}
