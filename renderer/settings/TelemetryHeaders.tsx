import type { TelemetryInfo, TelemetrySettings } from '@sagaloom/engine/contract';
import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useT } from '../locales/index.ts';
import { Button, IconButton, TextField } from '../ui/index.ts';
import { lockedBy } from './telemetry-locked.ts';
import css from './Telemetry.module.css';

interface Props {
  readonly info: TelemetryInfo;
  readonly onSet: (settings: TelemetrySettings) => Promise<boolean>;
}

/** Their values let somebody in: they go in and are never shown again. */
export function Headers({ info: { headers, locked }, onSet }: Props) {
  const t = useT();
  const isLocked = locked.headers !== undefined || locked.endpoint !== undefined;
  const others = (name: string) => headers.filter((each) => each !== name).map((each) => [each, null] as const);
  return (
    <section className={css.group} aria-label={t('telemetry.headers')}>
      <span className={css.title}>{t('telemetry.headers')}</span>
      {headers.length > 0 && (
        <ul className={css.headers}>
          {headers.map((name) => (
            <li key={name}>
              <code title={name}>{name}</code>
              <span>{t('telemetry.headerKept')}</span>
              {!isLocked && (
                <IconButton
                  size="sm"
                  icon={Trash2}
                  label={t('telemetry.headerRemove', { name })}
                  onPress={() => void onSet({ headers: Object.fromEntries(others(name)) })}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {isLocked ? (
        <p className={css.hint}>{lockedBy(locked.headers ?? locked.endpoint, t)}</p>
      ) : (
        <NewHeader
          onAdd={(name, value) => onSet({ headers: { ...Object.fromEntries(others(name)), [name]: value } })}
        />
      )}
    </section>
  );
}

function NewHeader({ onAdd }: { readonly onAdd: (name: string, value: string) => Promise<boolean> }) {
  const t = useT();
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const isReady = name.trim() !== '' && value !== '';
  const add = async (): Promise<void> => {
    if (!(await onAdd(name.trim(), value))) return;
    setName('');
    setValue('');
  };
  return (
    <form
      className={css.add}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) void add();
      }}
    >
      <TextField
        aria-label={t('telemetry.headerName')}
        value={name}
        onChange={setName}
        mono
        placeholder={t('telemetry.headerExample')}
      />
      <TextField
        aria-label={t('telemetry.headerValue')}
        value={value}
        onChange={setValue}
        type="password"
        mono
        placeholder={t('telemetry.headerValue')}
      />
      <Button type="submit" icon={Plus} isDisabled={!isReady}>
        {t('telemetry.headerAdd')}
      </Button>
    </form>
  );
}
