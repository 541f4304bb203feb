import { useState } from 'react';
import { editDocument, idPattern, outlineOf, renameStep, select } from '../../document/index.ts';
import { useT } from '../../locales/index.ts';
import { TextField } from '../../ui/index.ts';
import { useEditing } from '../editing.ts';

/** The id of a step, by which expressions know it. It is renamed everywhere at once, when the field is left. */
export function IdField({ id }: { readonly id: string }) {
  const t = useT();
  const { documentId, document, readOnly } = useEditing();
  const [typed, setTyped] = useState<string | null>(null);
  const taken = outlineOf(document).steps;
  const next = typed ?? id;
  const error =
    next === id
      ? null
      : !idPattern.test(next)
        ? t('inspector.id.invalid')
        : taken.has(next)
          ? t('inspector.id.taken')
          : null;
  const commit = (): void => {
    if (error === null && next !== id) {
      editDocument(documentId, { kind: 'rename', name: id }, (draft) => renameStep(draft, id, next));
      select(documentId, { steps: [next] });
    }
    setTyped(null);
  };
  return (
    <TextField
      label={t('inspector.field.id')}
      value={next}
      onChange={setTyped}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
        if (event.key === 'Escape') setTyped(null);
      }}
      isReadOnly={readOnly}
      mono
      error={error}
      hint={t('inspector.help.id')}
    />
  );
}
