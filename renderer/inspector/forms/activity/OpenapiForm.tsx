import { useMemo } from 'react';
import type { Path } from '../../../document/index.ts';
import { useT } from '../../../locales/index.ts';
import { fieldOf } from '../../../runs/form/field.ts';
import { FieldMessage, Select } from '../../../ui/index.ts';
import { textOf, useField } from '../../editing.ts';
import { Row } from '../../fields/Field.tsx';
import { JsonField } from '../../fields/JsonField.tsx';
import { TextRow } from '../../fields/TextRow.tsx';
import { Properties } from './InputForm.tsx';
import { useOperation, useOperations } from './operations.ts';

/** Fields of the input that this form shows itself. */
export const openapiFields = ['document', 'operation', 'parameters', 'body'] as const;

/** An operation is picked from its document, and its parameters and body are a form of its own schemas. */
export function OpenapiForm({ at }: { readonly at: Path }) {
  const t = useT();
  const document = textOf(useField([...at, 'with', 'document']).value);
  const { operations, problem } = useOperations(document);
  return (
    <>
      <TextRow
        path={[...at, 'with', 'document']}
        label={t('inspector.openapi.document')}
        hint={t('inspector.openapi.documentHelp')}
        mono
        isRequired
      />
      {problem !== null && <FieldMessage severity="warning" message={problem} />}
      {operations.length > 0 ? (
        <Operation at={at} document={document} />
      ) : (
        <TextRow path={[...at, 'with', 'operation']} label={t('inspector.openapi.operation')} mono isRequired />
      )}
    </>
  );
}

function Operation({ at, document }: { readonly at: Path; readonly document: string }) {
  const t = useT();
  const { value, pointer, readOnly, problem, write } = useField([...at, 'with', 'operation']);
  const input = useField([...at, 'with']);
  const { operations } = useOperations(document);
  const chosen = useOperation(document, textOf(value));
  const field = useMemo(() => fieldOf(chosen?.input ?? undefined), [chosen]);
  return (
    <>
      <Row pointer={pointer}>
        <Select
          label={t('inspector.openapi.operation')}
          options={operations.map(({ id, method, path, summary }) => ({
            value: id,
            label: summary === '' ? id : summary,
            description: `${method} ${path}`,
          }))}
          value={operations.some(({ id }) => id === value) ? textOf(value) : null}
          placeholder={textOf(value)}
          isDisabled={readOnly}
          error={problem?.message}
          onChange={write}
        />
      </Row>
      {chosen !== null && field.kind === 'group' ? (
        <Properties
          key={chosen.id}
          path={[...at, 'with']}
          activity="openapi.operation"
          properties={field.properties}
          value={input.value}
        />
      ) : (
        <>
          <JsonField path={[...at, 'with', 'parameters']} label={t('inspector.openapi.parameters')} canBeExpression />
          <JsonField path={[...at, 'with', 'body']} label={t('inspector.field.body')} canBeExpression />
        </>
      )}
    </>
  );
}
