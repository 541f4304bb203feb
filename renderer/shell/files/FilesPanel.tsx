import type { WorkspaceFile } from '@sagaloom/engine/contract';
import { FilePlus, Folder, FolderOpen, RefreshCw, Workflow } from 'lucide-react';
import { Collection, Header, ListBox, ListBoxItem, ListBoxSection } from 'react-aria-components';
import { useActiveDocument } from '../../document/index.ts';
import { useT } from '../../locales/index.ts';
import { Button, IconButton } from '../../ui/index.ts';
import { keysLabel } from '../keys.ts';
import { PanelHeader } from '../PanelHeader.tsx';
import { PanelState } from '../PanelState.tsx';
import { newFile, openFile } from './files.ts';
import { pickLocalFile } from './local.ts';
import { baseName, folderOf, loadFiles, useWorkspace } from './workspace.ts';
import css from './FilesPanel.module.css';

export function FilesPanel() {
  const t = useT();
  const { phase, problem, files } = useWorkspace();
  return (
    <>
      <PanelHeader title={t('shell.panel.files')}>
        <IconButton
          label={t('shell.files.new')}
          shortcut={keysLabel('Alt+n')}
          icon={FilePlus}
          size="sm"
          onPress={() => newFile()}
        />
        <IconButton
          label={t('shell.files.openLocal')}
          shortcut={keysLabel('$mod+o')}
          icon={FolderOpen}
          size="sm"
          onPress={pickLocalFile}
        />
        <IconButton label={t('shell.refresh')} icon={RefreshCw} size="sm" onPress={() => void loadFiles()} />
      </PanelHeader>
      {phase === 'ready' && files.length > 0 ? (
        <FileList files={files} />
      ) : (
        <PanelState
          phase={phase}
          problem={problem}
          onRetry={loadFiles}
          icon={Folder}
          title={t('shell.files.none')}
          text={t('shell.files.noneText')}
          action={
            <Button icon={FilePlus} onPress={() => newFile()}>
              {t('shell.files.new')}
            </Button>
          }
        />
      )}
    </>
  );
}

interface FolderOfFiles {
  readonly id: string;
  readonly files: readonly WorkspaceFile[];
}

/** Files under their folders, in the order of their paths. */
function FileList({ files }: { readonly files: readonly WorkspaceFile[] }) {
  const t = useT();
  const open = useActiveDocument()?.path ?? null;
  return (
    <ListBox
      aria-label={t('shell.panel.files')}
      className={css.list ?? ''}
      items={byFolder(files)}
      selectionMode="single"
      selectionBehavior="replace"
      selectedKeys={open === null ? [] : [open]}
      onAction={(key) => void openFile(String(key))}
      dependencies={[open]}
    >
      {(folder) => (
        <ListBoxSection id={`folder:${folder.id}`}>
          <Header className={css.folder ?? ''} title={folder.id}>
            {folder.id === '' ? t('shell.files.root') : folder.id}
          </Header>
          <Collection items={folder.files.map((file) => ({ ...file, id: file.path }))}>
            {(file) => (
              <ListBoxItem textValue={file.path} className={css.file ?? ''} onPress={() => void openFile(file.path)}>
                <Workflow size={15} strokeWidth={1.75} aria-hidden />
                <span title={file.path}>{baseName(file.path)}</span>
              </ListBoxItem>
            )}
          </Collection>
        </ListBoxSection>
      )}
    </ListBox>
  );
}

function byFolder(files: readonly WorkspaceFile[]): readonly FolderOfFiles[] {
  return [...Map.groupBy(files, ({ path }) => folderOf(path))].map(([id, held]) => ({ id, files: held }));
}
