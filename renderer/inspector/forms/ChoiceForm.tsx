import { isObject, type Json } from '@sagaloom/engine/core';
import { Plus } from 'lucide-react';
import { useT } from '../../locales/index.ts';
import { Button } from '../../ui/index.ts';
import { useField } from '../editing.ts';
import { Card } from '../fields/Field.tsx';
import css from '../fields/Field.module.css';
import { ItemActions } from '../fields/ItemActions.tsx';
import { TargetField } from '../fields/TargetField.tsx';
import { TextRow } from '../fields/TextRow.tsx';

/** Branches in order: the first whose condition is true is taken, else the last of all. */
export function ChoiceForm({ step }: { readonly step: string }) {
  const t = useT();
  const { value, readOnly, write } = useField(['branches']);
  const branches = Array.isArray(value) ? (value as readonly Json[]) : [];
  return (
    <>
      <p className={css.note}>{t('inspector.choice.text')}</p>
      {branches.map((branch, index) => (
        <Card
          // A branch is told apart by its place.
          // oxlint-disable-next-line react/no-array-index-key
          key={index}
          title={
            isObject(branch) && typeof branch.name === 'string' && branch.name !== ''
              ? branch.name
              : t('canvas.port.branch', { number: index + 1 })
          }
          actions={
            !readOnly && (
              <ItemActions
                items={branches}
                index={index}
                removeLabel={t('inspector.choice.remove')}
                keepsOne
                onChange={write}
              />
            )
          }
        >
          <TextRow
            path={['branches', String(index), 'when']}
            label={t('inspector.field.when')}
            isRequired
            isExpression
          />
          <TextRow
            path={['branches', String(index), 'name']}
            label={t('inspector.field.branchName')}
            placeholder={t('inspector.choice.namePlaceholder')}
          />
          <TargetField path={['branches', String(index), 'next']} label={t('inspector.field.next')} step={step} />
        </Card>
      ))}
      {!readOnly && (
        <span className={css.add}>
          <Button size="sm" icon={Plus} onPress={() => write([...branches, { when: '{% false %}' }])}>
            {t('inspector.choice.add')}
          </Button>
        </span>
      )}
      <TargetField
        path={['otherwise']}
        label={t('inspector.field.otherwise')}
        step={step}
        endLabel={t('inspector.choice.noOtherwise')}
        hint={t('schemas.help.otherwise')}
      />
    </>
  );
}
