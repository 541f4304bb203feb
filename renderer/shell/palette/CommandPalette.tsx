import { Search } from 'lucide-react';
import {
  Autocomplete,
  Dialog,
  Input,
  Menu,
  MenuItem,
  Modal,
  ModalOverlay,
  SearchField,
  useFilter,
} from 'react-aria-components';
import { useT } from '../../locales/index.ts';
import { Kbd } from '../../ui/index.ts';
import { type AppCommand, commands } from '../commands/index.ts';
import { openFile } from '../files/files.ts';
import { useWorkspace } from '../files/workspace.ts';
import { keysLabel } from '../keys.ts';
import { closeCommandPalette, useCommandPalette } from './palette-state.ts';
import css from './CommandPalette.module.css';

export function CommandPalette() {
  const t = useT();
  const isOpen = useCommandPalette((state) => state.isOpen);
  return (
    <ModalOverlay
      isOpen={isOpen}
      isDismissable
      className={css.overlay ?? ''}
      onOpenChange={(open) => {
        if (!open) closeCommandPalette();
      }}
    >
      <Modal className={css.modal ?? ''}>
        <Dialog className={css.dialog ?? ''} aria-label={t('shell.palette.title')}>
          <Entries />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Entries() {
  const t = useT();
  const { contains } = useFilter({ sensitivity: 'base' });
  const files = useWorkspace((state) => state.files);
  const possible = commands.filter(({ id, isEnabled }) => id !== 'palette' && (isEnabled?.() ?? true));
  return (
    <Autocomplete filter={contains}>
      {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- it was opened to type in */}
      <SearchField className={css.field ?? ''} aria-label={t('shell.palette.placeholder')} autoFocus>
        <Search size={16} strokeWidth={1.75} aria-hidden />
        <Input className={css.input ?? ''} placeholder={t('shell.palette.placeholder')} />
      </SearchField>
      <Menu
        className={css.menu ?? ''}
        aria-label={t('shell.palette.title')}
        renderEmptyState={() => <p className={css.none}>{t('shell.palette.none')}</p>}
        onAction={closeCommandPalette}
      >
        {possible.map((command) => (
          <CommandItem key={command.id} command={command} />
        ))}
        {files.map(({ path }) => (
          <MenuItem
            key={path}
            id={`file:${path}`}
            textValue={t('shell.palette.openFile', { path })}
            className={css.item ?? ''}
            onAction={() => void openFile(path)}
          >
            <span className={css.text}>{t('shell.palette.openFile', { path })}</span>
          </MenuItem>
        ))}
      </Menu>
    </Autocomplete>
  );
}

function CommandItem({ command: { id, title, icon: Icon, keys, run } }: { readonly command: AppCommand }) {
  const t = useT();
  return (
    <MenuItem
      id={id}
      textValue={t(title)}
      className={css.item ?? ''}
      // The palette closes first: a command may open a dialog of its own.
      onAction={() => setTimeout(run)}
    >
      <Icon size={15} strokeWidth={1.75} aria-hidden />
      <span className={css.text}>{t(title)}</span>
      {keys !== undefined && <Kbd>{keysLabel(keys)}</Kbd>}
    </MenuItem>
  );
}
