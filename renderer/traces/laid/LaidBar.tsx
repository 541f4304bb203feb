import { ChartGantt, Route, X } from 'lucide-react';
import { useT } from '../../locales/index.ts';
import { Button, IconButton } from '../../ui/index.ts';
import { openTrace } from '../open-trace.ts';
import { askAboutTraces } from '../trace-dialogs.ts';
import { type LaidTrace, takeOff } from './laid.ts';
import type { LaidOut } from './run-of-spans.ts';
import css from './LaidBar.module.css';

/** The trace that lies over the drawing: which one, how much of it is of steps here, and the way back to it. */
export function LaidBar({ laid, out, tab }: { readonly laid: LaidTrace; readonly out: LaidOut; readonly tab: string }) {
  const t = useT();
  const { trace } = laid;
  return (
    <section className={css.bar} aria-label={t('traces.laid.label')}>
      <ChartGantt size={15} strokeWidth={1.75} aria-hidden />
      <strong title={trace.name}>{trace.name}</strong>
      <span className={css.mapped} data-none={out.mapped === 0 || undefined}>
        {out.mapped === 0
          ? t('traces.laid.none')
          : t('traces.laid.mapped', { mapped: out.mapped, all: out.mapped + out.unmapped })}
      </span>
      <Button size="sm" icon={ChartGantt} onPress={() => openTrace(trace)}>
        {t('traces.open')}
      </Button>
      <IconButton
        label={t('traces.rules.edit')}
        icon={Route}
        size="sm"
        onPress={() => askAboutTraces({ kind: 'rules', traceId: trace.traceId, draft: null })}
      />
      <IconButton label={t('traces.laid.takeOff')} icon={X} size="sm" onPress={() => takeOff(tab)} />
    </section>
  );
}
