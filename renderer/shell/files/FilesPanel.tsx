import { FilePlus, Folder, FolderOpen, LayoutTemplate } from 'lucide-react';
import { useT } from '../../locales/index.ts';
import { Button, IconButton } from '../../ui/index.ts';
import { keysLabel } from '../keys.ts';
import { PanelHeader } from '../PanelHeader.tsx';
import { PanelState } from '../PanelState.tsx';
import { FileTree } from './FileTree.tsx';
import { newFile } from './files.ts';
import { pickLocalFile } from './local.ts';
import { askForTemplate } from './templates/state.ts';
import { loadFiles, useWorkspace } from './workspace.ts';

/** The workflows of the workspace in their folders, in step with the disk. */
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
          label={t('files.template.new')}
          shortcut={keysLabel('Alt+Shift+n')}
          icon={LayoutTemplate}
          size="sm"
          onPress={askForTemplate}
        />
        <IconButton
          label={t('shell.files.openLocal')}
          shortcut={keysLabel('$mod+o')}
          icon={FolderOpen}
          size="sm"
          onPress={pickLocalFile}
        />
      </PanelHeader>
      {phase === 'ready' && files.length > 0 ? (
        <FileTree files={files} />
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
