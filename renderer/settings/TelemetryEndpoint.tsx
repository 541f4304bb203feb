import { type TelemetryInfo, telemetryProtocols, type TelemetrySettings } from '@sagaloom/engine/contract';
import { useEffect, useState } from 'react';
import { useT } from '../locales/index.ts';
import { Select, TextField } from '../ui/index.ts';
import { lockedBy } from './telemetry-locked.ts';
import css from './Telemetry.module.css';

interface Props {
  readonly info: TelemetryInfo;
  readonly onSet: (settings: TelemetrySettings) => Promise<boolean>;
}

/** Taken over when the field is left, or by Enter. */
export function Endpoint({ info, onSet }: Props) {
  const t = useT();
  const [text, setText] = useState(info.endpoint ?? '');
  const [isWrong, setWrong] = useState(false);
  useEffect(() => setText(info.endpoint ?? ''), [info.endpoint]);
  const isGrpc = info.protocol === 'grpc';
  const take = (): void => {
    const given = text.trim() === '' ? null : text.trim();
    setWrong(given !== null && !/^https?:\/\/[^/\s]/.test(given));
    if (given === info.endpoint || (given !== null && !/^https?:\/\/[^/\s]/.test(given))) return;
    void onSet({ endpoint: given });
  };
  return (
    <div className={css.pair}>
      <TextField
        label={t('telemetry.endpoint')}
        value={text}
        onChange={(value) => {
          setText(value);
          setWrong(false);
        }}
        onBlur={take}
        onKeyDown={(event) => event.key === 'Enter' && take()}
        mono
        isDisabled={info.locked.endpoint !== undefined}
        placeholder={isGrpc ? 'http://127.0.0.1:4317' : 'http://127.0.0.1:4318'}
        hint={lockedBy(info.locked.endpoint, t) ?? t(isGrpc ? 'telemetry.endpointGrpc' : 'telemetry.endpointHttp')}
        error={isWrong ? t('telemetry.endpointWrong') : null}
      />
      <Select
        label={t('telemetry.protocol')}
        value={info.protocol}
        options={telemetryProtocols.map((value) => ({ value, label: value }))}
        hint={lockedBy(info.locked.protocol, t)}
        isDisabled={info.locked.protocol !== undefined}
        onChange={(protocol) => void onSet({ protocol })}
      />
    </div>
  );
}
