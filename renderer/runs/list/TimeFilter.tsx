import type { TimesAsked } from '@sagaloom/engine/contract';
import { CalendarClock } from 'lucide-react';
import { useState } from 'react';
import { type MessageKey, useT } from '../../locales/index.ts';
import { Button, Dialog, Select, TextField } from '../../ui/index.ts';
import { change, useList } from './list.ts';
import css from './Controls.module.css';

type Which = 'started' | 'ended';

const presets = ['15m', '1h', '6h', '1d', '7d', '30d'] as const;
const labels = {
  '15m': 'runlist.last.15m',
  '1h': 'runlist.last.1h',
  '6h': 'runlist.last.6h',
  '1d': 'runlist.last.1d',
  '7d': 'runlist.last.7d',
  '30d': 'runlist.last.30d',
} as const satisfies Record<(typeof presets)[number], MessageKey>;

const words = {
  started: { any: 'runlist.started.any', title: 'runlist.started.title' },
  ended: { any: 'runlist.ended.any', title: 'runlist.ended.title' },
} as const satisfies Record<Which, Record<'any' | 'title', MessageKey>>;

/** A stretch of time that ends now, or one from a day to a day. */
export function TimeFilter({ which }: { readonly which: Which }) {
  const t = useT();
  const times = useList(({ asked }) => asked[which]);
  const [isAsking, setAsking] = useState(false);
  const preset = presets.find((length) => times?.to === null && times.from?.text === length);
  const value = times === null ? 'any' : (preset ?? 'custom');
  return (
    <div className={css.select}>
      <Select
        aria-label={t(words[which].title)}
        value={value}
        options={[
          { value: 'any', label: t(words[which].any) },
          ...presets.map((length) => ({ value: length, label: `${t(words[which].title)}: ${t(labels[length])}` })),
          ...(value === 'custom' ? [{ value: 'custom', label: `${t(words[which].title)}: ${textOf(times)}` }] : []),
          { value: 'ask', label: t('runlist.customTime'), icon: CalendarClock },
        ]}
        onChange={(chosen) => {
          if (chosen === 'ask') setAsking(true);
          else if (chosen === 'any') change({ [which]: null });
          else if (chosen !== 'custom') change({ [which]: { from: { text: chosen, excluded: true }, to: null } });
        }}
      />
      {isAsking && <Custom which={which} times={times} onClose={() => setAsking(false)} />}
    </div>
  );
}

const textOf = (times: TimesAsked | null): string => `${times?.from?.text ?? ''}…${times?.to?.text ?? ''}`;

const fits = (text: string): boolean => text === '' || !Number.isNaN(Date.parse(text));

interface CustomProps {
  readonly which: Which;
  readonly times: TimesAsked | null;
  readonly onClose: () => void;
}

function Custom({ which, times, onClose }: CustomProps) {
  const t = useT();
  const [from, setFrom] = useState(times?.from?.text ?? '');
  const [to, setTo] = useState(times?.to?.text ?? '');
  const isFine = fits(from) && fits(to) && (from !== '' || to !== '');
  const wrong = (text: string): string | null => (fits(text) ? null : t('runlist.time.wrong'));
  const end = (text: string) => (text === '' ? null : { text, excluded: false });
  return (
    <Dialog
      isOpen
      width="sm"
      title={t(words[which].title)}
      closeLabel={t('shell.dismiss')}
      onClose={onClose}
      footer={
        <Button
          variant="primary"
          isDisabled={!isFine}
          onPress={() => {
            onClose();
            change({ [which]: { from: end(from), to: end(to) } });
          }}
        >
          {t('runlist.apply')}
        </Button>
      }
    >
      <div className={css.fields}>
        <TextField
          label={t('runlist.time.from')}
          hint={t('runlist.time.hint')}
          placeholder="2026-11-01"
          value={from}
          error={wrong(from)}
          onChange={setFrom}
        />
        <TextField
          label={t('runlist.time.to')}
          placeholder="2026-11-07T18:00"
          value={to}
          error={wrong(to)}
          onChange={setTo}
        />
      </div>
    </Dialog>
  );
}
