import { useT } from '../../locales/index.ts';
import { useField } from '../editing.ts';
import { JsonField } from '../fields/JsonField.tsx';
import { TargetField } from '../fields/TargetField.tsx';
import { TextRow } from '../fields/TextRow.tsx';
import { DurationField } from '../retry/DurationField.tsx';

/** Which signal it waits for, how long, and where it goes on when none came. */
export function ReceiveForm({ step }: { readonly step: string }) {
  const t = useT();
  const timeout = useField(['timeout']);
  const onTimeout = useField(['onTimeout']);
  return (
    <>
      <TextRow
        path={['signal']}
        label={t('inspector.field.signal')}
        hint={t('inspector.help.signal')}
        mono
        isRequired
      />
      <DurationField
        path={['timeout']}
        label={t('inspector.field.receive.timeout')}
        hint={t('inspector.help.receive.timeout')}
        placeholder={t('inspector.receive.forEver')}
      />
      {(timeout.value !== undefined || onTimeout.value !== undefined) && (
        <TargetField
          path={['onTimeout']}
          label={t('inspector.field.onTimeout')}
          step={step}
          endLabel={t('inspector.receive.noTarget')}
          hint={t('schemas.help.onTimeout')}
        />
      )}
      <JsonField
        path={['key']}
        label={t('inspector.field.key')}
        hint={t('inspector.help.receive.key')}
        canBeExpression
      />
    </>
  );
}
