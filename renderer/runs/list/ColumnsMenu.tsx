import { Columns3 } from 'lucide-react';
import { useState } from 'react';
import { useT } from '../../locales/index.ts';
import { Button, Checkbox, Dialog, IconButton } from '../../ui/index.ts';
import { type ColumnId, looks, ownColumns, resetColumns, showColumn, useColumns } from './columns.ts';
import { useList } from './list.ts';
import css from './Controls.module.css';

/** Which columns there are, those of search attributes among them. */
export function ColumnsMenu() {
  const t = useT();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <IconButton label={t('runlist.columns')} icon={Columns3} onPress={() => setOpen(true)} />
      {isOpen && <Choose onClose={() => setOpen(false)} />}
    </>
  );
}

function Choose({ onClose }: { readonly onClose: () => void }) {
  const t = useT();
  const shown = useColumns((state) => state.shown);
  const attributes = useList(({ facets }) => facets?.attributes) ?? [];
  const choices: readonly { readonly id: ColumnId; readonly label: string }[] = [
    ...ownColumns.map((id) => ({ id, label: t(looks[id].label) })),
    ...attributes.map(({ name }) => ({ id: `attr:${name}` as const, label: name })),
  ];
  return (
    <Dialog
      isOpen
      width="sm"
      title={t('runlist.columns')}
      closeLabel={t('shell.dismiss')}
      onClose={onClose}
      footer={<Button onPress={resetColumns}>{t('runlist.columnsReset')}</Button>}
    >
      <div className={css.columns}>
        {choices.map(({ id, label }) => (
          <Checkbox
            key={id}
            isSelected={shown.includes(id)}
            isDisabled={shown.length === 1 && shown.includes(id)}
            onChange={(isShown) => showColumn(id, isShown)}
          >
            {label}
          </Checkbox>
        ))}
      </div>
    </Dialog>
  );
}
