import {
  Braces,
  PanelRightClose,
  PanelRightOpen,
  Play,
  Redo2,
  Rocket,
  Save,
  Search,
  Undo2,
  Waypoints,
} from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import { redoEdit, undoEdit } from '../canvas/actions/travel.ts';
import { type Edit, editWords, isDirty, useActiveDocument } from '../document/index.ts';
import { type Translate, useT } from '../locales/index.ts';
import { askToRun } from '../runs/run-dialog.ts';
import { toggleText } from '../text/text-view.ts';
import { deployDocument } from '../triggers/index.ts';
import { Button, IconButton, Kbd, Tooltip } from '../ui/index.ts';
import { DocumentTabs } from './DocumentTabs.tsx';
import { save } from './files/files.ts';
import { keysLabel } from './keys.ts';
import { isInspectorShown, toggleInspector, useLayout } from './layout.ts';
import { openCommandPalette } from './palette/palette-state.ts';
import { usePinned } from './pinned.ts';
import { focusRegion } from './regions.ts';
import css from './TopBar.module.css';

export function TopBar() {
  const t = useT();
  const open = useActiveDocument();
  const pinned = usePinned(({ hashByTab }) => open !== null && open.id in hashByTab);
  const editable = open !== null && !pinned;
  return (
    <header className={css.bar} data-region="bar">
      <AriaButton className={css.skip ?? ''} onPress={() => focusRegion('drawing')}>
        {t('shell.regions.drawing')}
      </AriaButton>
      <div className={css.brand}>
        <Waypoints size={22} strokeWidth={2} aria-hidden />
        <h1 className="visually-hidden">{t('shell.name')}</h1>
      </div>
      <DocumentTabs />
      <div className={css.actions}>
        <IconButton
          label={withEdit(t('shell.undo'), open?.history.done.at(-1), t)}
          icon={Undo2}
          shortcut={keysLabel('$mod+z')}
          isDisabled={!editable || open.history.done.length === 0}
          onPress={() => open && undoEdit(open.id)}
        />
        <IconButton
          label={withEdit(t('shell.redo'), open?.history.undone[0], t)}
          icon={Redo2}
          shortcut={keysLabel('$mod+Shift+z')}
          isDisabled={!editable || open.history.undone.length === 0}
          onPress={() => open && redoEdit(open.id)}
        />
        {open && <TextToggle />}
        {open && <InspectorToggle />}
        <Tooltip label={t('shell.palette.title')}>
          <AriaButton className={css.search ?? ''} onPress={() => openCommandPalette()}>
            <Search size={15} strokeWidth={1.75} aria-hidden />
            <span className="visually-hidden">{t('shell.palette.title')}</span>
            <Kbd>{keysLabel('$mod+k')}</Kbd>
          </AriaButton>
        </Tooltip>
        <Button
          icon={Save}
          isDisabled={!editable || (!isDirty(open) && open.path !== null)}
          onPress={() => open && void save(open.id)}
        >
          {t('shell.files.save')}
        </Button>
        <Button icon={Rocket} isDisabled={!editable} onPress={() => open && void deployDocument(open.id)}>
          {t('triggers.deploy.do')}
        </Button>
        <Button variant="primary" icon={Play} isDisabled={open === null} onPress={() => open && askToRun(open.id)}>
          {t('runs.run')}
        </Button>
      </div>
    </header>
  );
}

function TextToggle() {
  const t = useT();
  return (
    <IconButton label={t('text.toggle')} icon={Braces} shortcut={keysLabel('$mod+Shift+j')} onPress={toggleText} />
  );
}

function InspectorToggle() {
  const t = useT();
  const shown = useLayout(isInspectorShown);
  return (
    <IconButton
      label={t('shell.toggleInspector')}
      icon={shown ? PanelRightClose : PanelRightOpen}
      shortcut={keysLabel('$mod+i')}
      onPress={toggleInspector}
    />
  );
}

/** `Undo: delete Check order`. */
function withEdit(verb: string, edit: Edit | undefined, t: Translate): string {
  return edit ? t('shell.withEdit', { verb, edit: editWords(edit.label, t) }) : verb;
}
