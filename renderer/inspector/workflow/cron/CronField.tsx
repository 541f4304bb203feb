import { cronFault, isTimeZone, momentsOf, nextMoments } from '@sagaloom/engine/core';
import { useEffect, useMemo, useState } from 'react';
import type { Path } from '../../../document/index.ts';
import { languageTags, useLocaleStore, useT } from '../../../locales/index.ts';
import { Select, TextField } from '../../../ui/index.ts';
import { textOf, useField } from '../../editing.ts';
import { Two } from '../../fields/Field.tsx';
import { TextRow } from '../../fields/TextRow.tsx';
import { describeCron } from './describe.ts';
import { cronOf, parseTime, type Preset, presetKinds, presetOf, timeText, withKind } from './presets.ts';
import css from './CronField.module.css';

/** When a schedule is due: as people say it, as cron, and the next times it comes to. `at` leads to the trigger. */
export function CronField({ at }: { readonly at: Path }) {
  const t = useT();
  const path = [...at, 'cron'];
  const { value, readOnly, write } = useField(path);
  const text = textOf(value);
  const [isOwn, setOwn] = useState(false);
  const read = presetOf(text);
  const preset: Preset = isOwn ? { kind: 'own' } : read;
  const change = (next: Preset): void => {
    setOwn(next.kind === 'own');
    const cron = cronOf(next);
    if (cron !== null) write(cron);
  };
  return (
    <div className={css.cron}>
      <Two>
        <Select
          label={t('schemas.cron.how')}
          options={presetKinds.map((kind) => ({ value: kind, label: t(`schemas.cron.${kind}`) }))}
          value={value === undefined ? null : preset.kind}
          placeholder={t('schemas.cron.none')}
          onChange={(kind) => change(withKind(kind, read))}
          isDisabled={readOnly}
        />
        <Parts preset={preset} readOnly={readOnly} onChange={change} />
      </Two>
      <TextRow path={path} label={t('inspector.field.cron')} hint={t('schemas.help.trigger.cron')} mono />
      {text !== '' && <Words cron={text} at={at} />}
    </div>
  );
}

interface PartsProps {
  readonly preset: Preset;
  readonly readOnly: boolean;
  readonly onChange: (preset: Preset) => void;
}

/** What a preset leaves open: a time, a day, a number. */
function Parts({ preset, readOnly, onChange }: PartsProps) {
  const t = useT();
  const number = (label: string, value: number, least: number, most: number, to: (next: number) => Preset) => (
    <TextField
      label={label}
      type="number"
      value={String(value)}
      onChange={(text) => {
        const next = Number(text);
        if (Number.isInteger(next) && next >= least && next <= most) onChange(to(next));
      }}
      isReadOnly={readOnly}
    />
  );
  switch (preset.kind) {
    case 'own':
      return null;
    case 'minutes':
      return number(t('schemas.cron.part.minutes'), preset.every, 1, 59, (every) => ({ ...preset, every }));
    case 'hourly':
      return number(t('schemas.cron.part.minute'), preset.minute, 0, 59, (minute) => ({ ...preset, minute }));
    default:
      return (
        <div className={css.parts}>
          <TextField
            label={t('schemas.cron.part.time')}
            type="time"
            value={timeText(preset.time)}
            onChange={(text) => {
              const time = parseTime(text);
              if (time) onChange({ ...preset, time });
            }}
            isReadOnly={readOnly}
          />
          {preset.kind === 'weekly' && <Weekday day={preset.day} onChange={(day) => onChange({ ...preset, day })} />}
          {preset.kind === 'monthly' &&
            number(t('schemas.cron.part.day'), preset.day, 1, 31, (day) => ({ ...preset, day }))}
        </div>
      );
  }
}

/** A Sunday; the days after it are those of a week. */
const sunday = Date.UTC(2026, 0, 4);
const weekdays = ['0', '1', '2', '3', '4', '5', '6'] as const;

function Weekday({ day, onChange }: { readonly day: number; readonly onChange: (day: number) => void }) {
  const t = useT();
  const language = languageTags[useLocaleStore(({ locale }) => locale)];
  const names = useMemo(() => new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }), [language]);
  return (
    <Select
      label={t('schemas.cron.part.weekday')}
      options={weekdays.map((one) => ({ value: one, label: names.format(sunday + Number(one) * 86_400_000) }))}
      value={weekdays[day] ?? null}
      onChange={(one) => onChange(Number(one))}
    />
  );
}

/** In words, and the next five times in the schedule's own time zone. Nothing where it is wrong: the field says so itself. */
function Words({ cron, at }: { readonly cron: string; readonly at: Path }) {
  const t = useT();
  const locale = useLocaleStore((state) => state.locale);
  const zone = textOf(useField([...at, 'timeZone']).value) || 'UTC';
  const [words, setWords] = useState<string | null>(null);
  const [now] = useState(() => Date.now());
  const isLegal = cronFault(cron) === null;
  useEffect(() => {
    let isOver = false;
    void describeCron(cron, locale).then((said) => {
      if (!isOver) setWords(said);
    });
    return () => {
      isOver = true;
    };
  }, [cron, locale]);
  const times = useMemo(
    () =>
      isLegal && isTimeZone(zone) ? nextMoments(momentsOf({ type: 'schedule', cron, timeZone: zone }), now, 5) : [],
    [cron, zone, now, isLegal],
  );
  if (!isLegal) return null;
  return (
    <div className={css.words}>
      {words !== null && <p>{words}</p>}
      {times.length > 0 && (
        <>
          <h3>{t('schemas.cron.next', { zone })}</h3>
          <ol>
            {times.map((time) => (
              <li key={time}>{momentWords(time, zone, languageTags[locale])}</li>
            ))}
          </ol>
        </>
      )}
      {times.length === 0 && isTimeZone(zone) && <p>{t('schemas.cron.never')}</p>}
    </div>
  );
}

function momentWords(at: number, timeZone: string, language: string): string {
  return new Intl.DateTimeFormat(language, {
    timeZone,
    weekday: 'short',
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(at % 60_000 === 0 ? {} : { second: '2-digit' }),
  }).format(at);
}
