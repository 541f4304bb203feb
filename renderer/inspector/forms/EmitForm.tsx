import { writeAt } from '../../document/index.ts';
import { useT } from '../../locales/index.ts';
import { Select } from '../../ui/index.ts';
import { useEdit, useField } from '../editing.ts';
import { JsonField } from '../fields/JsonField.tsx';
import { TextRow } from '../fields/TextRow.tsx';

const kinds = ['signal', 'event'] as const;

/** A signal to one run, or an event to whoever listens: one of the two. */
export function EmitForm() {
  const t = useT();
  const edit = useEdit();
  const event = useField(['event']);
  const chosen = event.value === undefined ? 'signal' : 'event';
  return (
    <>
      <Select
        label={t('inspector.emit.kind')}
        options={kinds.map((kind) => ({ value: kind, label: t(`inspector.option.emit.${kind}`) }))}
        value={chosen}
        isDisabled={event.readOnly}
        onChange={(next) =>
          edit((draft) => {
            if (next === chosen) return;
            writeAt(draft, ['signal'], next === 'signal' ? '' : undefined);
            writeAt(draft, ['to'], next === 'signal' ? '' : undefined);
            writeAt(draft, ['key'], undefined);
            writeAt(draft, ['event'], next === 'event' ? '' : undefined);
          })
        }
      />
      <TextRow path={[chosen]} label={t(`inspector.field.emit.${chosen}`)} mono isRequired />
      {chosen === 'signal' && (
        <>
          <TextRow path={['to']} label={t('inspector.field.to')} hint={t('inspector.help.to')} mono isRequired />
          <JsonField
            path={['key']}
            label={t('inspector.field.key')}
            hint={t('inspector.help.emit.key')}
            canBeExpression
          />
        </>
      )}
      <JsonField path={['payload']} label={t('inspector.field.payload')} canBeExpression />
    </>
  );
}
