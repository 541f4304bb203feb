import { type SagaStep, stepSchemas } from '@sagaloom/engine/core';
import { isObject } from '@sagaloom/engine/core';
import { useT } from '../../locales/index.ts';
import { Switch } from '../../ui/index.ts';
import { useField } from '../editing.ts';
import { Card, Row } from '../fields/Field.tsx';
import { JsonField } from '../fields/JsonField.tsx';
import { RecordField } from '../fields/RecordField.tsx';
import { SchemaField } from '../fields/SchemaField.tsx';
import { TextRow } from '../fields/TextRow.tsx';
import { specOf } from '../schema.ts';

interface AssignProps {
  readonly label: string;
  readonly hint: string;
  readonly isRequired?: boolean;
}

export function AssignField({ label, hint, isRequired = false }: AssignProps) {
  const t = useT();
  return (
    <RecordField
      path={['assign']}
      label={label}
      keyLabel={t('inspector.field.variable')}
      valueLabel={t('inspector.field.value')}
      keyStem="value"
      hint={hint}
      isRequired={isRequired}
    />
  );
}

export function SetForm() {
  const t = useT();
  return <AssignField label={t('inspector.field.assign')} hint={t('inspector.help.assignSet')} isRequired />;
}

export function FailForm() {
  const t = useT();
  return (
    <>
      <TextRow
        path={['error', 'type']}
        label={t('inspector.field.errorType')}
        hint={t('inspector.help.errorType')}
        mono
        isRequired
      />
      <TextRow
        path={['error', 'message']}
        label={t('inspector.field.message')}
        hint={t('schemas.help.error.message')}
        rows={2}
      />
      <JsonField
        path={['error', 'details']}
        label={t('inspector.field.details')}
        hint={t('schemas.help.error.details')}
        canBeExpression
      />
    </>
  );
}

export function SucceedForm() {
  const t = useT();
  return (
    <JsonField
      path={['output']}
      label={t('inspector.field.output')}
      hint={t('inspector.help.succeedOutput')}
      canBeExpression
    />
  );
}

const sagaFields = ['order', 'onCompensationFailure', 'cancelTimeout'] as const satisfies readonly (keyof SagaStep)[];

export function SagaForm() {
  return (
    <>
      {sagaFields.map((name) => (
        <SchemaField key={name} spec={specOf(name, stepSchemas.saga.shape[name])} />
      ))}
      <OutputField />
    </>
  );
}

export function TryForm() {
  const t = useT();
  const last = useField(['finally']);
  return (
    <>
      <Row pointer={last.pointer}>
        <Switch
          label={t('inspector.try.finally')}
          hint={t('inspector.try.finallyHelp')}
          isSelected={isObject(last.value)}
          onChange={(on) => last.write(on ? { start: '', steps: {} } : undefined)}
          isDisabled={last.readOnly}
        />
      </Row>
      {isObject(last.value) && <FinallyForm />}
      <OutputField />
    </>
  );
}

/** The last part is a block of its own; its steps are drawn on the canvas. */
function FinallyForm() {
  const t = useT();
  return (
    <Card title={t('inspector.field.finally')}>
      <TextRow path={['finally', 'name']} label={t('inspector.field.name')} hint={t('schemas.help.block.name')} />
      <JsonField
        path={['finally', 'output']}
        label={t('inspector.field.output')}
        hint={t('schemas.help.finally.output')}
        canBeExpression
      />
    </Card>
  );
}

function OutputField() {
  const t = useT();
  return (
    <JsonField
      path={['output']}
      label={t('inspector.field.output')}
      hint={t('inspector.help.output')}
      canBeExpression
    />
  );
}
