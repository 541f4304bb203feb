import type { TelemetryInfo, TelemetrySettings } from '@sagaloom/engine/contract';
import { Trash2 } from 'lucide-react';
import { useT } from '../locales/index.ts';
import { IconButton } from '../ui/index.ts';
import { NewPair } from './NewPair.tsx';
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
        <NewPair
          hasLabels={false}
          words={{
            name: t('telemetry.headerName'),
            value: t('telemetry.headerValue'),
            example: t('telemetry.headerExample'),
            add: t('telemetry.headerAdd'),
          }}
          onAdd={(name, value) => onSet({ headers: { ...Object.fromEntries(others(name)), [name]: value } })}
        />
      )}
    </section>
  );
}
