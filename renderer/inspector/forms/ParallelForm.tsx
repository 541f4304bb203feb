import { isObject, stepSchemas } from '@sagaloom/engine/core';
import { Plus } from 'lucide-react';
import { addBranch } from '../../canvas/actions/add.ts';
import { outlineOf, readAt, writeAt } from '../../document/index.ts';
import { useT } from '../../locales/index.ts';
import { Button, Select } from '../../ui/index.ts';
import { useEdit, useEditing, useField } from '../editing.ts';
import { Row, Two } from '../fields/Field.tsx';
import css from '../fields/Field.module.css';
import { JsonField } from '../fields/JsonField.tsx';
import { useRename } from '../fields/KeyCell.tsx';
import { NamedCard } from '../fields/NamedCard.tsx';
import { More } from '../fields/More.tsx';
import { SchemaField } from '../fields/SchemaField.tsx';
import { parseNumber, TextRow } from '../fields/TextRow.tsx';
import { specOf } from '../schema.ts';

const joins = ['all', 'any', 'count'] as const;

export function ParallelForm({ step }: { readonly step: string }) {
  const t = useT();
  const edit = useEdit();
  const { document, documentId, base, readOnly } = useEditing();
  const rename = useRename(['branches']);
  const outline = outlineOf(document);
  const names = (outline.steps.get(step)?.blocks ?? []).map((key) => outline.blocks.get(key)?.name ?? '');
  return (
    <>
      <div className={css.label}>{t('inspector.parallel.branches')}</div>
      <div className={css.table}>
        {names.map((name) => (
          <NamedCard
            key={name}
            name={name}
            label={t('inspector.field.id')}
            taken={names}
            readOnly={readOnly}
            canRemove={names.length > 1}
            onRename={(to) => rename(name, to)}
            onRemove={() => edit((draft) => writeAt(draft, ['branches', name], undefined))}
          >
            <TextRow
              path={['branches', name, 'name']}
              aria-label={`${t('inspector.field.name')}: ${name}`}
              placeholder={t('schemas.branch.name')}
            />
            <More
              title={t('inspector.field.output')}
              paths={[['branches', name, 'output']]}
              isOpenAtFirst={readAt(document, [...base, 'branches', name, 'output']) !== undefined}
            >
              <JsonField
                path={['branches', name, 'output']}
                label={t('schemas.field.branch.output')}
                hint={t('schemas.help.branch.output')}
                canBeExpression
              />
            </More>
          </NamedCard>
        ))}
        {!readOnly && (
          <span className={css.add}>
            <Button size="sm" variant="ghost" icon={Plus} onPress={() => addBranch(documentId, step)}>
              {t('canvas.group.addBranch')}
            </Button>
          </span>
        )}
      </div>
      <JoinRow />
      <SchemaField spec={specOf('onFailure', stepSchemas.parallel.shape.onFailure)} />
    </>
  );
}

function JoinRow() {
  const t = useT();
  const { value, readOnly, write, pointer } = useField(['join']);
  const chosen = isObject(value) ? 'count' : value === 'any' ? 'any' : 'all';
  return (
    <Row pointer={pointer}>
      <Two>
        <Select
          label={t('inspector.field.join')}
          options={joins.map((join) => ({ value: join, label: t(`inspector.option.join.${join}`) }))}
          value={chosen}
          onChange={(next) => write(next === 'all' ? undefined : next === 'any' ? 'any' : { count: 1 })}
          isDisabled={readOnly}
        />
        {chosen === 'count' && (
          <TextRow path={['join', 'count']} label={t('inspector.field.count')} parse={parseNumber} isRequired />
        )}
      </Two>
    </Row>
  );
}
