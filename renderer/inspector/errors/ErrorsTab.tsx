import type { Json } from '@sagaloom/engine/core';
import { Plus } from 'lucide-react';
import { useT } from '../../locales/index.ts';
import { Button } from '../../ui/index.ts';
import { useField } from '../editing.ts';
import { Card } from '../fields/Field.tsx';
import css from '../fields/Field.module.css';
import { ItemActions, orNone } from '../fields/ItemActions.tsx';
import { ListField } from '../fields/ListField.tsx';
import { TargetField } from '../fields/TargetField.tsx';
import { TextRow } from '../fields/TextRow.tsx';

/** What happens when it fails for good: clauses in order, the first that matches is taken. */
export function ErrorsTab({ step }: { readonly step: string }) {
  const t = useT();
  const { value, readOnly, write } = useField(['catch']);
  const clauses = Array.isArray(value) ? (value as readonly Json[]) : [];
  return (
    <>
      <p className={css.note}>{t(clauses.length === 0 ? 'inspector.errors.none' : 'inspector.errors.order')}</p>
      {clauses.length === 0 && <p className={css.note}>{t('schemas.errors.teach')}</p>}
      {clauses.map((_, index) => (
        <Card
          // A clause is told apart by its place.
          // oxlint-disable-next-line react/no-array-index-key
          key={index}
          title={t('inspector.errors.clause', { number: index + 1 })}
          actions={
            !readOnly && (
              <ItemActions
                items={clauses}
                index={index}
                removeLabel={t('inspector.errors.removeClause')}
                onChange={(kept) => write(orNone(kept))}
              />
            )
          }
        >
          <ListField
            path={['catch', String(index), 'errors']}
            label={t('inspector.field.errors')}
            hint={t('inspector.help.catchErrors')}
            placeholder="*"
          />
          <TextRow
            path={['catch', String(index), 'as']}
            label={t('inspector.field.as')}
            hint={t('inspector.help.as')}
            mono
          />
          <TargetField
            path={['catch', String(index), 'next']}
            label={t('inspector.field.next')}
            hint={t('schemas.help.catch.next')}
            step={step}
          />
        </Card>
      ))}
      {!readOnly && (
        <span className={css.add}>
          <Button size="sm" icon={Plus} onPress={() => write([...clauses, { errors: ['*'] }])}>
            {t('inspector.errors.addClause')}
          </Button>
        </span>
      )}
    </>
  );
}
