import { stepSchemas } from '@sagaloom/engine/core';
import { useT } from '../../locales/index.ts';
import { Switch } from '../../ui/index.ts';
import { useField } from '../editing.ts';
import { Row } from '../fields/Field.tsx';
import { JsonField } from '../fields/JsonField.tsx';
import { SchemaField } from '../fields/SchemaField.tsx';
import { TextRow } from '../fields/TextRow.tsx';
import { specOf } from '../schema.ts';

const policy = specOf('parentClosePolicy', stepSchemas.child.shape.parentClosePolicy);

/** Which workflow it starts, with what, and whether it waits for it. */
export function ChildForm() {
  const t = useT();
  const wait = useField(['wait']);
  const waits = wait.value !== false;
  return (
    <>
      <TextRow
        path={['workflow']}
        label={t('inspector.field.workflow')}
        hint={t('inspector.help.workflow')}
        mono
        isRequired
      />
      <JsonField path={['input']} label={t('inspector.field.input')} canBeExpression />
      <Row pointer={wait.pointer}>
        <Switch
          label={t('inspector.field.wait')}
          hint={t('inspector.help.wait')}
          isSelected={waits}
          onChange={(on) => wait.write(on ? undefined : false)}
          isDisabled={wait.readOnly}
        />
      </Row>
      <SchemaField spec={{ ...policy, fallback: waits ? 'terminate' : 'abandon' }} />
    </>
  );
}

export function ContinueAsNewForm() {
  const t = useT();
  return (
    <JsonField
      path={['input']}
      label={t('inspector.field.continueAsNew.input')}
      hint={t('inspector.help.continueAsNew.input')}
      canBeExpression
    />
  );
}
