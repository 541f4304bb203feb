import type { Heat, StepHeat } from '@sagaloom/engine/contract';
import { useMemo } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { type Outline, outlineOf, reveal, useDocuments } from '../document/index.ts';
import { useFormats } from '../locales/format.ts';
import { useT } from '../locales/index.ts';
import css from './HeatCard.module.css';
import type { Traffic } from './flows.ts';
import { greatest, levelOf, type Measure, valueOf, valueWords } from './measures.ts';
import { stepWords } from './overlay.ts';
import { Spark } from './Spark.tsx';

interface Props {
  readonly documentId: string;
  readonly heat: Heat;
  readonly traffic: Traffic;
  readonly measure: Measure;
}

/** Of a long list the hottest are shown: the rest is on the drawing. */
const mostListed = 200;

/** Steps from hot to cold; what runs did that is not drawn; what is drawn and never happened. */
export function HeatList({ documentId, heat, traffic, measure }: Props) {
  const t = useT();
  const { count } = useFormats();
  const document = useDocuments(({ documents }) => documents.find(({ id }) => id === documentId)?.document);
  const outline = outlineOf(document ?? {});
  const steps = useMemo(
    () =>
      heat.steps
        .filter(({ entered }) => entered > 0)
        .toSorted((a, b) => (valueOf(b, measure) ?? -1) - (valueOf(a, measure) ?? -1)),
    [heat, measure],
  );
  const label = (id: string | null): string => (id === null ? t('heat.missing.start') : labelOf(outline, id));
  return (
    <div className={css.list}>
      {(traffic.missing.length > 0 || traffic.unknown.length > 0) && (
        <>
          <h3>{t('heat.missing.title')}</h3>
          <ul>
            {traffic.unknown.slice(0, mostListed).map((id) => (
              <li key={id} className={css.missing}>
                {t('heat.missing.step', { step: id })}
              </li>
            ))}
            {traffic.missing.slice(0, mostListed).map(({ from, to, count: times }) => (
              <li key={`${from} ${to}`} className={css.missing}>
                <span>
                  {label(from)} → {label(to)}
                </span>
                <b>{count(times)}</b>
              </li>
            ))}
          </ul>
        </>
      )}
      <h3>{t('heat.list')}</h3>
      <ol>
        {steps.slice(0, mostListed).map((step) => (
          <li key={step.step}>
            <Entry documentId={documentId} step={step} heat={heat} outline={outline} measure={measure} />
          </li>
        ))}
      </ol>
      {traffic.never.length > 0 && (
        <>
          <h3>{t('heat.neverTitle', { count: traffic.never.length })}</h3>
          <ul>
            {traffic.never.slice(0, mostListed).map((id) => (
              <li key={id}>
                <AriaButton className={css.entry ?? ''} onPress={() => reveal(documentId, id, '')}>
                  <span className={css.name}>{labelOf(outline, id)}</span>
                </AriaButton>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

const labelOf = ({ steps }: Outline, id: string): string => steps.get(id)?.label ?? id;

interface EntryProps extends Omit<Props, 'traffic'> {
  readonly step: StepHeat;
  readonly outline: Outline;
}

function Entry({ documentId, step, heat, outline, measure }: EntryProps) {
  const t = useT();
  const formats = useFormats();
  const value = valueOf(step, measure);
  const words = stepWords(step, heat.runs, { t, formats });
  const isDrawn = outline.steps.has(step.step);
  return (
    <AriaButton className={css.entry ?? ''} isDisabled={!isDrawn} onPress={() => reveal(documentId, step.step, '')}>
      <i data-level={levelOf(value, greatest(heat, measure))} aria-hidden />
      <span className={css.name} title={`${labelOf(outline, step.step)}: ${words}`}>
        {labelOf(outline, step.step)}
      </span>
      <Spark histogram={step.durations} />
      <span className={css.value}>{valueWords(value, measure, formats)}</span>
      <span className="visually-hidden">{words}</span>
    </AriaButton>
  );
}
