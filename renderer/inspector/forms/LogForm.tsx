import type { Path } from '../../document/index.ts';
import { useT } from '../../locales/index.ts';
import { Select } from '../../ui/index.ts';
import { useField } from '../editing.ts';
import { JsonField } from '../fields/JsonField.tsx';
import { TextRow } from '../fields/TextRow.tsx';

const levels = ['debug', 'info', 'warn', 'error'] as const;

export function LogForm({ at }: { readonly at: Path }) {
  const t = useT();
  const level = useField([...at, 'with', 'level']);
  const chosen = levels.find((name) => name === level.value) ?? 'info';
  return (
    <>
      <TextRow path={[...at, 'with', 'message']} label={t('inspector.field.message')} rows={2} isRequired mono />
      <Select
        label={t('inspector.field.level')}
        options={levels.map((name) => ({ value: name, label: t(`inspector.option.level.${name}`) }))}
        value={chosen}
        onChange={(next) => level.write(next === 'info' ? undefined : next)}
        isDisabled={level.readOnly}
      />
      <JsonField path={[...at, 'with', 'data']} label={t('inspector.field.data')} canBeExpression />
    </>
  );
}
