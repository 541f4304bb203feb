import type { RunView } from '@sagaloom/engine/core';
import { ChevronsRight, StepBack, StepForward, X } from 'lucide-react';
import { Slider, SliderThumb, SliderTrack } from 'react-aria-components';
import { useFormats } from '../locales/format.ts';
import { useT } from '../locales/index.ts';
import { Chip, IconButton } from '../ui/index.ts';
import { closeRunBar } from './attached.ts';
import { RunActions } from './actions/RunActions.tsx';
import { shortId } from './cancel.ts';
import { lookAt, type OpenRun, shownView } from './open-runs.ts';
import { isOpen } from './status.ts';
import { StatusChip } from './StatusChip.tsx';
import { useNow } from './use-now.ts';
import css from './RunBar.module.css';

interface Props {
  readonly run: OpenRun;
  readonly tab: string;
}

/** The run that the canvas shows: where it stands, and the way to any earlier moment of it. */
export function RunBar({ run, tab }: Props) {
  const t = useT();
  const view = shownView(run);
  return (
    <section className={css.bar} aria-label={t('runs.bar.label')}>
      {view ? (
        <>
          <StatusChip status={view.status} undo={view.undo} queued={view.queued} />
          <IdAndTime view={view} live={run.moment === null && isOpen(view.status)} />
          <Scrubber run={run} />
          {run.head && <RunActions run={run} head={run.head} tab={tab} />}
        </>
      ) : (
        <Waiting run={run} />
      )}
      <IconButton label={t('runs.bar.close')} icon={X} size="sm" onPress={() => closeRunBar(tab)} />
    </section>
  );
}

function Waiting({ run }: { readonly run: OpenRun }) {
  const t = useT();
  if (run.phase === 'broken') {
    return (
      <Chip tone="bad" icon={X} title={run.problem ?? ''}>
        {t('runs.bar.broken', { problem: run.problem ?? '' })}
      </Chip>
    );
  }
  return <span className={css.mono}>{t('runs.bar.loading')}</span>;
}

function IdAndTime({ view, live }: { readonly view: RunView; readonly live: boolean }) {
  const { duration } = useFormats();
  const now = useNow(live);
  // The engine's clock may be a little ahead of ours; a moment looked at stands still.
  const end = view.endedAt ?? (live ? Math.max(now, view.at) : view.at);
  return (
    <span className={css.mono} title={view.runId}>
      {shortId(view.runId)} · <span className={css.time}>{duration(Math.max(0, end - view.startedAt))}</span>
    </span>
  );
}

function Scrubber({ run }: { readonly run: OpenRun }) {
  const t = useT();
  const { runId, events, moment } = run;
  const count = events.length;
  const at = moment ?? count;
  return (
    <div className={css.scrubber}>
      <IconButton
        label={t('runs.bar.back')}
        icon={StepBack}
        size="sm"
        isDisabled={at <= 1}
        onPress={() => lookAt(runId, at - 1)}
      />
      <Slider
        className={css.slider ?? ''}
        aria-label={t('runs.bar.moment')}
        minValue={1}
        maxValue={Math.max(2, count)}
        value={at}
        onChange={(value) => lookAt(runId, value)}
      >
        <SliderTrack className={css.track ?? ''}>
          {({ state }) => (
            <>
              <div className={css.fill} style={{ width: `${state.getThumbPercent(0) * 100}%` }} />
              <SliderThumb className={css.thumb ?? ''} />
            </>
          )}
        </SliderTrack>
      </Slider>
      <IconButton
        label={t('runs.bar.forward')}
        icon={StepForward}
        size="sm"
        isDisabled={moment === null}
        onPress={() => lookAt(runId, at + 1)}
      />
      <span className={css.count} title={t('runs.bar.moment')}>
        {at} / {count}
      </span>
      {moment !== null && (
        <IconButton label={t('runs.bar.now')} icon={ChevronsRight} size="sm" onPress={() => lookAt(runId, null)} />
      )}
    </div>
  );
}
