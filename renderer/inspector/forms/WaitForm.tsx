import { useT } from '../../locales/index.ts';
import { writeAt } from '../../document/index.ts';
import { Select } from '../../ui/index.ts';
import { useEdit, useField } from '../editing.ts';
import { TextRow } from '../fields/TextRow.tsx';
import { DurationField } from '../retry/DurationField.tsx';

const kinds = ['for', 'until'] as const;

/** For a while, or until a time: one of the two. */
export function WaitForm() {
  const t = useT();
  const edit = useEdit();
  const until = useField(['until']);
  const chosen = until.value === undefined ? 'for' : 'until';
  return (
    <>
      <Select
        label={t('inspector.wait.kind')}
        options={kinds.map((kind) => ({ value: kind, label: t(`inspector.option.wait.${kind}`) }))}
        value={chosen}
        isDisabled={until.readOnly}
        onChange={(next) =>
          edit((draft) => {
            if (next === chosen) return;
            writeAt(draft, ['for'], next === 'for' ? '10s' : undefined);
            writeAt(draft, ['until'], next === 'until' ? '{% input.date %}' : undefined);
          })
        }
      />
      {chosen === 'for' ? (
        <DurationField path={['for']} label={t('inspector.field.for')} hint={t('inspector.help.for')} isRequired />
      ) : (
        <TextRow path={['until']} label={t('inspector.field.until')} hint={t('inspector.help.until')} mono isRequired />
      )}
    </>
  );
}
