import { Bookmark, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useT } from '../../locales/index.ts';
import { Button, Dialog, IconButton, MenuButton, type MenuEntry, TextField } from '../../ui/index.ts';
import { askText, useList } from './list.ts';
import { forgetFilter, saveFilter, useSaved } from './saved.ts';
import css from './Controls.module.css';

/** Filters with a name. */
export function SavedMenu() {
  const t = useT();
  const saved = useSaved((state) => state.saved);
  const [dialog, setDialog] = useState<'save' | 'tidy' | null>(null);
  const entries: readonly MenuEntry[] = [
    ...saved.map(({ name, text, sort }) => ({
      id: `=${name}`,
      label: name,
      description: text,
      onAction: () => askText(text, sort),
    })),
    ...(saved.length > 0 ? [{ id: 'line', separator: true } as const] : []),
    { id: 'save', label: t('runlist.saved.save'), icon: Plus, onAction: () => setDialog('save') },
    ...(saved.length > 0
      ? [{ id: 'tidy', label: t('runlist.saved.tidy'), icon: Trash2, onAction: () => setDialog('tidy') }]
      : []),
  ];
  return (
    <>
      <MenuButton label={t('runlist.saved.title')} entries={entries} placement="bottom end">
        <IconButton label={t('runlist.saved.title')} icon={Bookmark} />
      </MenuButton>
      {dialog === 'save' && <Save onClose={() => setDialog(null)} />}
      {dialog === 'tidy' && <Tidy onClose={() => setDialog(null)} />}
    </>
  );
}

function Save({ onClose }: { readonly onClose: () => void }) {
  const t = useT();
  const { text, sort } = useList();
  const [name, setName] = useState('');
  const save = (): void => {
    saveFilter({ name: name.trim(), text, sort });
    onClose();
  };
  return (
    <Dialog
      isOpen
      width="sm"
      title={t('runlist.saved.save')}
      closeLabel={t('shell.dismiss')}
      onClose={onClose}
      footer={
        <Button variant="primary" isDisabled={name.trim() === ''} onPress={save}>
          {t('runlist.saved.do')}
        </Button>
      }
    >
      <div className={css.fields}>
        <TextField label={t('runlist.saved.name')} value={name} onChange={setName} />
        {text !== '' && <code className={css.query}>{text}</code>}
      </div>
    </Dialog>
  );
}

function Tidy({ onClose }: { readonly onClose: () => void }) {
  const t = useT();
  const saved = useSaved((state) => state.saved);
  return (
    <Dialog isOpen width="sm" title={t('runlist.saved.tidy')} closeLabel={t('shell.dismiss')} onClose={onClose}>
      <ul className={css.list}>
        {saved.map(({ name }) => (
          <li key={name}>
            <span>{name}</span>
            <IconButton
              label={t('runlist.saved.forget', { name })}
              icon={Trash2}
              size="sm"
              onPress={() => forgetFilter(name)}
            />
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
