import { type TelemetryInfo, telemetrySamplers, type TelemetrySettings } from '@sagaloom/engine/contract';
import { useEffect, useState } from 'react';
import { useT } from '../locales/index.ts';
import { Select, TextField } from '../ui/index.ts';
import { lockedBy } from './telemetry-locked.ts';
import css from './Telemetry.module.css';

interface Props {
  readonly info: TelemetryInfo;
  readonly onSet: (settings: TelemetrySettings) => Promise<boolean>;
}

const labels = {
  parentbased_always_on: 'telemetry.sampler.parentOn',
  parentbased_always_off: 'telemetry.sampler.parentOff',
  parentbased_traceidratio: 'telemetry.sampler.parentRatio',
  always_on: 'telemetry.sampler.on',
  always_off: 'telemetry.sampler.off',
  traceidratio: 'telemetry.sampler.ratio',
} as const satisfies Record<TelemetryInfo['sampler'], string>;

/** Which runs' traces are sent. */
export function Sampling({ info: { sampler, ratio, locked }, onSet }: Props) {
  const t = useT();
  return (
    <div className={css.pair}>
      <Select
        label={t('telemetry.sampling')}
        value={sampler}
        options={telemetrySamplers.map((value) => ({ value, label: t(labels[value]) }))}
        hint={lockedBy(locked.sampler, t)}
        isDisabled={locked.sampler !== undefined}
        onChange={(chosen) => void onSet({ sampler: chosen })}
      />
      {sampler.endsWith('traceidratio') && (
        <Share
          ratio={ratio}
          hint={lockedBy(locked.ratio, t)}
          isDisabled={locked.ratio !== undefined}
          onChange={(value) => void onSet({ ratio: value })}
        />
      )}
    </div>
  );
}

interface ShareProps {
  readonly ratio: number;
  readonly hint: string | undefined;
  readonly isDisabled: boolean;
  readonly onChange: (ratio: number) => void;
}

/** Of a hundred; taken over when the field is left, or by Enter. */
function Share({ ratio, hint, isDisabled, onChange }: ShareProps) {
  const t = useT();
  const shown = String(Math.round(ratio * 1e6) / 1e4);
  const [text, setText] = useState(shown);
  useEffect(() => setText(shown), [shown]);
  const value = text.trim() === '' ? Number.NaN : Number(text);
  const isWrong = !(value >= 0 && value <= 100);
  const take = (): void => {
    if (!isWrong && text !== shown) onChange(value / 100);
  };
  return (
    <TextField
      label={t('telemetry.share')}
      value={text}
      onChange={setText}
      onBlur={take}
      onKeyDown={(event) => event.key === 'Enter' && take()}
      inputMode="decimal"
      mono
      hint={hint}
      isDisabled={isDisabled}
      error={isWrong ? t('telemetry.shareWrong') : null}
    />
  );
}
