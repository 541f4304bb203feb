import { isObject } from '@sagaloom/engine/core';
import { type Path, readAt } from '../../../document/index.ts';
import { useT } from '../../../locales/index.ts';
import { FieldMessage, Select, TextField } from '../../../ui/index.ts';
import { textOf, useEditing, useField } from '../../editing.ts';
import { Row, Two } from '../../fields/Field.tsx';
import css from '../../fields/Field.module.css';
import { methodOf } from '../../../canvas/scene/summary.ts';
import { JsonField } from '../../fields/JsonField.tsx';
import { RecordField } from '../../fields/RecordField.tsx';
import { TextRow, useStable } from '../../fields/TextRow.tsx';
import { FxToggle } from '../../expressions/FxToggle.tsx';
import { useToggle } from '../../expressions/use-toggle.ts';

const scheme = 'https://';
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'] as const;

/** Fields of the input that this form shows itself. */
export const httpFields = ['method', 'url', 'headers', 'query', 'body'] as const;

/** An HTTP request: method and address, headers, body, and the key under which a service knows it again. */
export function HttpForm({ at }: { readonly at: Path }) {
  const t = useT();
  const { document, base } = useEditing();
  const input = readAt(document, [...base, ...at, 'with']);
  const method = isObject(input) ? methodOf(input) : 'GET';
  const hasBody = method !== 'GET' && method !== 'HEAD';
  return (
    <>
      <MethodAndAddress at={at} />
      {(hasBody || (isObject(input) && 'body' in input)) && (
        <JsonField path={[...at, 'with', 'body']} label={t('inspector.field.body')} canBeExpression placeholder="{}" />
      )}
      <RecordField
        path={[...at, 'with', 'headers']}
        label={t('inspector.field.headers')}
        keyLabel={t('inspector.field.header')}
        valueLabel={t('inspector.field.value')}
        keyStem="x-header"
        textOnly
      />
      <RecordField
        path={[...at, 'with', 'query']}
        label={t('inspector.field.query')}
        keyLabel={t('inspector.field.parameter')}
        valueLabel={t('inspector.field.value')}
        keyStem="q"
      />
      {hasBody && <IdempotencyKey at={at} />}
    </>
  );
}

function MethodAndAddress({ at }: { readonly at: Path }) {
  const t = useT();
  const method = useField([...at, 'with', 'method']);
  const url = useField([...at, 'with', 'url']);
  const toggle = useToggle(useStable([...at, 'with', 'url']), true);
  const text = textOf(url.value);
  const { document, base } = useEditing();
  const input = readAt(document, [...base, ...at, 'with']);
  const chosen = isObject(input) ? methodOf(input) : 'GET';
  const options = [...new Set([...methods, chosen])].map((name) => ({ value: name, label: name }));
  const { problem } = method;
  return (
    <Row pointer={url.pointer}>
      <div className={css.label}>
        {t('inspector.field.methodAndAddress')}
        {!url.readOnly && (
          <FxToggle label={t('inspector.field.url')} isExpression={toggle.isExpression} onChange={toggle.set} />
        )}
      </div>
      <Two narrow>
        <div data-pointer={method.pointer}>
          <Select
            aria-label={t('inspector.field.method')}
            options={options}
            value={chosen}
            onChange={method.write}
            isDisabled={method.readOnly}
          />
        </div>
        <TextRow
          path={[...at, 'with', 'url']}
          aria-label={t('inspector.field.url')}
          mono
          isRequired
          rows={text.length > 24 ? Math.min(4, Math.ceil(text.length / 23)) : 1}
          placeholder={scheme}
          parse={(next) => next.replaceAll('\n', ' ')}
        />
      </Two>
      {problem && (
        <div className={css.message}>
          <FieldMessage message={problem.message} severity={problem.severity} />
        </div>
      )}
    </Row>
  );
}

/** Sent unless a header says otherwise: the same for all attempts, so that a service can tell a repeated request (AT3). */
function IdempotencyKey({ at }: { readonly at: Path }) {
  const t = useT();
  const { document, base } = useEditing();
  const headers = readAt(document, [...base, ...at, 'with', 'headers']);
  const own = isObject(headers)
    ? Object.entries(headers).find(([name]) => name.toLowerCase() === 'idempotency-key')
    : undefined;
  return (
    <TextField
      label={t('inspector.field.idempotencyKey')}
      value={own ? textOf(own[1]) : at.length > 0 ? '{% step.key & ":undo" %}' : '{% step.key %}'}
      isReadOnly
      mono
      expression
      hint={t(own ? 'inspector.help.idempotencyOwn' : 'inspector.help.idempotencyKey')}
    />
  );
}
