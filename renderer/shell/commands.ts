/** Everything that can be done from the keyboard, in one table: the command palette lists it, the key bindings come from it. */
import {
  CalendarClock,
  CirclePause,
  CirclePlay,
  CircleStop,
  FilePlus,
  FolderOpen,
  Hand,
  History,
  Languages,
  ListTree,
  type LucideIcon,
  PanelBottom,
  PanelRight,
  Play,
  Redo2,
  Rocket,
  Save,
  SaveAll,
  Search,
  Send,
  Settings,
  Shapes,
  ShoppingBasket,
  SunMoon,
  Undo2,
  X,
} from 'lucide-react';
import type { RunView } from '@sagaloom/engine/core';
import { findDocument, redo, undo, useDocuments } from '../document/index.ts';
import { type MessageKey, useLocaleStore } from '../locales/index.ts';
import { askAbout, pauseRun, resumeRun } from '../runs/actions/question.ts';
import { attachedRun, closeRunBar } from '../runs/attached.ts';
import { askToCancel } from '../runs/cancel.ts';
import { useOpenRuns } from '../runs/open-runs.ts';
import { askToRun } from '../runs/run-dialog.ts';
import { isOpen } from '../runs/status.ts';
import { openSettings } from '../settings/settings.ts';
import { themes, useTheme } from '../settings/theme.ts';
import { deployDocument } from '../triggers/index.ts';
import { close, newFile, save, saveAs } from './files/files.ts';
import { pickLocalFile } from './files/local.ts';
import { type Panel, showPanel, toggleDock, toggleInspector } from './layout.ts';
import { openCommandPalette } from './palette/palette-state.ts';
import { isPinned } from './pinned.ts';
import { openOrderSaga, runExample } from './shop/example.ts';

export interface AppCommand {
  readonly id: string;
  readonly title: MessageKey;
  readonly icon: LucideIcon;
  /** As tinykeys reads it. */
  readonly keys?: string;
  /** In a text field these keys mean the field's own undo. */
  readonly notWhileTyping?: boolean;
  readonly isEnabled?: () => boolean;
  readonly run: () => void;
}

const active = (): string | null => useDocuments.getState().activeId;
const hasFile = (): boolean => active() !== null;
const isEditable = (): boolean => {
  const id = active();
  return id !== null && !isPinned(id);
};
const hasRun = (): boolean => attachedRun() !== null;
/** The run on the tab in front, as it is now. */
const shownRun = (): RunView | null => useOpenRuns.getState().runs[attachedRun() ?? '']?.head ?? null;
const isRunOpen = (): boolean => {
  const run = shownRun();
  return run !== null && isOpen(run.status);
};
const withRun = (work: (runId: string) => unknown) => (): void => {
  const runId = attachedRun();
  if (runId !== null) void work(runId);
};

/** Does it with the tab in front, when there is one. */
const withActive = (work: (id: string) => unknown) => (): void => {
  const id = active();
  if (id !== null) void work(id);
};

const show = (panel: Panel) => (): void => showPanel(panel);

export const commands: readonly AppCommand[] = [
  { id: 'palette', title: 'shell.palette.title', icon: Search, keys: '$mod+k', run: openCommandPalette },
  {
    id: 'run',
    title: 'runs.runWorkflow',
    icon: Play,
    keys: '$mod+Enter',
    isEnabled: hasFile,
    run: withActive(askToRun),
  },
  { id: 'new', title: 'shell.files.new', icon: FilePlus, keys: 'Alt+n', run: () => void newFile() },
  { id: 'open', title: 'shell.files.openLocal', icon: FolderOpen, keys: '$mod+o', run: pickLocalFile },
  { id: 'save', title: 'shell.files.save', icon: Save, keys: '$mod+s', isEnabled: isEditable, run: withActive(save) },
  {
    id: 'saveAs',
    title: 'shell.files.saveAs',
    icon: SaveAll,
    keys: '$mod+Shift+s',
    isEnabled: hasFile,
    run: withActive(saveAs),
  },
  { id: 'close', title: 'shell.files.close', icon: X, keys: 'Alt+w', isEnabled: hasFile, run: withActive(close) },
  {
    id: 'undo',
    title: 'shell.undo',
    icon: Undo2,
    keys: '$mod+z',
    notWhileTyping: true,
    isEnabled: () => isEditable() && (findDocument(active() ?? '')?.history.done.length ?? 0) > 0,
    run: withActive(undo),
  },
  {
    id: 'redo',
    title: 'shell.redo',
    icon: Redo2,
    keys: '$mod+Shift+z',
    notWhileTyping: true,
    isEnabled: () => isEditable() && (findDocument(active() ?? '')?.history.undone.length ?? 0) > 0,
    run: withActive(redo),
  },
  {
    id: 'cancelRun',
    title: 'runs.cancel.title',
    icon: CircleStop,
    isEnabled: hasRun,
    run: () => askToCancel(attachedRun()),
  },
  {
    id: 'pauseRun',
    title: 'runs.pause.do',
    icon: CirclePause,
    isEnabled: () => isRunOpen() && shownRun()?.paused === false,
    run: withRun(pauseRun),
  },
  {
    id: 'resumeRun',
    title: 'runs.resume.do',
    icon: CirclePlay,
    isEnabled: () => isRunOpen() && shownRun()?.paused === true,
    run: withRun(resumeRun),
  },
  {
    id: 'signalRun',
    title: 'runs.signal.button',
    icon: Send,
    isEnabled: isRunOpen,
    run: withRun((runId) => askAbout({ kind: 'signal', runId })),
  },
  { id: 'closeRun', title: 'runs.bar.close', icon: X, isEnabled: hasRun, run: withActive(closeRunBar) },
  { id: 'files', title: 'shell.show.files', icon: FolderOpen, keys: 'Alt+1', run: show('files') },
  { id: 'steps', title: 'shell.show.palette', icon: Shapes, keys: 'Alt+2', run: show('palette') },
  { id: 'outline', title: 'shell.show.outline', icon: ListTree, keys: 'Alt+3', run: show('outline') },
  { id: 'runs', title: 'shell.show.runs', icon: History, keys: 'Alt+4', run: show('runs') },
  { id: 'attention', title: 'shell.show.attention', icon: Hand, keys: 'Alt+5', run: show('attention') },
  { id: 'shop', title: 'shell.show.shop', icon: ShoppingBasket, keys: 'Alt+6', run: show('shop') },
  { id: 'triggers', title: 'shell.show.triggers', icon: CalendarClock, keys: 'Alt+7', run: show('triggers') },
  { id: 'deploy', title: 'triggers.deploy.do', icon: Rocket, isEnabled: hasFile, run: withActive(deployDocument) },
  { id: 'dock', title: 'shell.toggleDock', icon: PanelBottom, keys: '$mod+j', run: toggleDock },
  { id: 'inspector', title: 'shell.toggleInspector', icon: PanelRight, keys: '$mod+i', run: toggleInspector },
  { id: 'example', title: 'shell.welcome.open', icon: ShoppingBasket, run: () => void openOrderSaga() },
  { id: 'runExample', title: 'shell.welcome.run', icon: Play, run: () => void runExample() },
  { id: 'theme', title: 'settings.theme.switch', icon: SunMoon, run: nextTheme },
  { id: 'language', title: 'settings.languageSwitch', icon: Languages, run: nextLanguage },
  { id: 'settings', title: 'settings.title', icon: Settings, keys: '$mod+,', run: openSettings },
];

function nextTheme(): void {
  const { theme, setTheme } = useTheme.getState();
  setTheme(themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system');
}

function nextLanguage(): void {
  const { locale, setLocale } = useLocaleStore.getState();
  setLocale(locale === 'en' ? 'zh' : 'en');
}
