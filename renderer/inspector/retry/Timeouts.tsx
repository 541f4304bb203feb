import { type Path, readAt } from '../../document/index.ts';
import { useT } from '../../locales/index.ts';
import { useEditing } from '../editing.ts';
import { DurationField } from './DurationField.tsx';
import { fallbackOf, isDefaultsPath, timeoutNames, useTimeouts } from './limits.ts';
import { TimeoutBars } from './TimeoutBars.tsx';

/** AT1. The four time limits of an activity: drawn inside one another, and a field each. */
export function Timeouts({ at }: { readonly at: Path }) {
  const t = useT();
  const { document } = useEditing();
  const general = readAt(document, ['defaults', 'timeouts']);
  return (
    <>
      <TimeoutBars timeouts={useTimeouts(at)} />
      {timeoutNames.map((name) => (
        <DurationField
          key={name}
          path={[...at, 'timeouts', name]}
          label={t(`inspector.field.${name}`)}
          hint={t(`schemas.help.timeouts.${name}`)}
          fallback={fallbackOf(name, general, isDefaultsPath(at))}
          placeholder={fallbackOf(name, general, isDefaultsPath(at)) ?? t('schemas.limits.none')}
        />
      ))}
    </>
  );
}
