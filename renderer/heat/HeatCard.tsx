import type { Heat } from '@sagaloom/engine/contract';
import { ChevronDown, ChevronUp, Flame, RefreshCw, SlidersHorizontal, X } from 'lucide-react';
import { useState } from 'react';
import { ToggleButton } from 'react-aria-components';
import { useFormats } from '../locales/format.ts';
import { useT } from '../locales/index.ts';
import type { OpenDocument } from '../document/index.ts';
import { Button, cx, IconButton, Select, Tooltip } from '../ui/index.ts';
import css from './HeatCard.module.css';
import { HeatList } from './HeatList.tsx';
import { HeatSources } from './HeatSources.tsx';
import { askHeat, loadHeat, measureBy, toggleHeat, useHeat } from './heat-state.ts';
import { greatest, levelStarts, type Measure, measureNames, measures, valueWords } from './measures.ts';
import type { ShownHeat } from './use-heat.ts';

interface Props {
  readonly open: OpenDocument;
  readonly shown: ShownHeat;
}

/** What the heat on the drawing is made of, what it is tinted by, and its steps in order. */
export function HeatCard({ open, shown }: Props) {
  const t = useT();
  const { measure, ask } = useHeat();
  const [isFolded, setFolded] = useState(false);
  const [isChoosing, setChoosing] = useState(false);
  const { loaded, workflow } = shown;
  return (
    <section
      className={css.card}
      aria-label={t('heat.title')}
      data-folded={isFolded || undefined}
      {...(isFolded ? {} : { 'data-covers': true })}
    >
      <header className={css.head}>
        <Flame className={css.flame} size={15} strokeWidth={2} aria-hidden />
        <h2>{t('heat.title')}</h2>
        <IconButton
          size="sm"
          icon={RefreshCw}
          iconSize={13}
          label={t('heat.reload')}
          onPress={() => void loadHeat(workflow, ask)}
        />
        <IconButton
          size="sm"
          icon={isFolded ? ChevronDown : ChevronUp}
          label={t(isFolded ? 'heat.unfold' : 'heat.fold')}
          onPress={() => setFolded(!isFolded)}
        />
        <IconButton size="sm" icon={X} label={t('heat.close')} onPress={toggleHeat} />
      </header>
      {!isFolded && (
        <>
          <div className={css.choices}>
            <span className={css.measure}>
              <Select
                aria-label={t('heat.measure.label')}
                options={measures.map((value) => ({ value, label: t(measureNames[value]) }))}
                value={measure}
                onChange={measureBy}
              />
              <Tooltip label={t('heat.choose')}>
                <ToggleButton
                  className={cx(css.choose)}
                  aria-label={t('heat.choose')}
                  aria-expanded={isChoosing}
                  isSelected={isChoosing}
                  onChange={setChoosing}
                >
                  <SlidersHorizontal size={15} strokeWidth={1.75} aria-hidden />
                </ToggleButton>
              </Tooltip>
            </span>
            {isChoosing && <HeatSources heat={loaded.heat} />}
          </div>
          <State shown={shown} />
          {loaded.heat && loaded.heat.runs > 0 && shown.traffic && (
            <>
              <Legend heat={loaded.heat} measure={measure} />
              <HeatList documentId={open.id} heat={loaded.heat} traffic={shown.traffic} measure={measure} />
            </>
          )}
        </>
      )}
    </section>
  );
}

/** How far it is, that it could not be made, that there is nothing, or what it is of. */
function State({ shown: { loaded, workflow } }: { readonly shown: ShownHeat }) {
  const t = useT();
  const { count, dateTime } = useFormats();
  const { source } = useHeat(({ ask }) => ask);
  const { phase, done, of, heat, problem } = loaded;
  if (phase === 'broken') {
    return (
      <p className={css.state} role="alert">
        {t('heat.broken', { problem: problem ?? '' })}
      </p>
    );
  }
  if (phase === 'loading') {
    return (
      <output className={css.state}>
        {t('heat.loading', { done: count(done), of: count(of) })}
        <progress className={css.progress} aria-label={t('heat.progress')} max={Math.max(1, of)} value={done} />
      </output>
    );
  }
  if (!heat || heat.runs === 0) {
    return (
      <div className={css.empty}>
        <p>{t(source === 'runs' ? 'heat.empty.runs' : 'heat.empty.traces', { workflow })}</p>
        <Button
          size="sm"
          onPress={() =>
            askHeat({ source: source === 'runs' ? 'traces' : 'runs', hash: null, status: null, hours: null })
          }
        >
          {t(source === 'runs' ? 'heat.empty.tryTraces' : 'heat.empty.tryRuns')}
        </Button>
      </div>
    );
  }
  const values = { count: heat.runs, number: count(heat.runs), from: dateTime(Date.parse(heat.from ?? '')) };
  return (
    <p className={css.state}>
      {t(heat.source === 'runs' ? 'heat.of.runs' : 'heat.of.traces', values)}
      {heat.more && ` ${t('heat.of.more')}`}
    </p>
  );
}

function Legend({ heat, measure }: { readonly heat: Heat; readonly measure: Measure }) {
  const t = useT();
  const formats = useFormats();
  const most = greatest(heat, measure);
  const starts = levelStarts(most);
  return (
    <dl className={css.legend} aria-label={t('heat.legend')}>
      {starts.map((start, level) => (
        <div key={start + level / 10} className={css.step}>
          <dt>
            <i data-level={level} aria-hidden />
            <span className="visually-hidden">{t('heat.level', { level })}</span>
          </dt>
          <dd>{level === 0 ? t('heat.least') : `≥ ${valueWords(start, measure, formats)}`}</dd>
        </div>
      ))}
      <div className={css.step}>
        <dt>
          <i data-level="never" aria-hidden />
        </dt>
        <dd>{t('heat.never')}</dd>
      </div>
    </dl>
  );
}
