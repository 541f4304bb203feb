import {
  CalendarClock,
  ChartGantt,
  Contrast,
  FolderOpen,
  Hand,
  History,
  Languages,
  ListTree,
  PanelBottom,
  PanelRight,
  Search,
  RadioTower,
  Settings,
  Shapes,
  ShoppingBasket,
  SunMoon,
} from 'lucide-react';
import { useLocaleStore } from '../../locales/index.ts';
import { openSettings, openSettingsAt } from '../../settings/settings.ts';
import { themes, useContrast, useTheme } from '../../settings/theme.ts';
import { openPage } from '../pages.ts';
import { type Panel, showPanel, toggleDock, toggleInspector } from '../layout.ts';
import { openCommandPalette } from '../palette/palette-state.ts';
import type { AppCommand } from './command.ts';

const show = (panel: Panel) => (): void => showPanel(panel);

export const viewCommands: readonly AppCommand[] = [
  { id: 'palette', title: 'shell.palette.title', icon: Search, keys: '$mod+k', run: () => openCommandPalette() },
  { id: 'files', title: 'shell.show.files', icon: FolderOpen, keys: 'Alt+1', run: show('files') },
  { id: 'steps', title: 'shell.show.palette', icon: Shapes, keys: 'Alt+2', run: show('palette') },
  { id: 'outline', title: 'shell.show.outline', icon: ListTree, keys: 'Alt+3', run: show('outline') },
  { id: 'runs', title: 'shell.show.runs', icon: History, keys: 'Alt+4', run: show('runs') },
  { id: 'attention', title: 'shell.show.attention', icon: Hand, keys: 'Alt+5', run: show('attention') },
  { id: 'shop', title: 'shell.show.shop', icon: ShoppingBasket, keys: 'Alt+6', run: show('shop') },
  { id: 'triggers', title: 'shell.show.triggers', icon: CalendarClock, keys: 'Alt+7', run: show('triggers') },
  { id: 'traces', title: 'shell.show.traces', icon: ChartGantt, keys: 'Alt+8', run: show('traces') },
  {
    id: 'all-runs',
    title: 'runlist.open',
    icon: History,
    keys: '$mod+Alt+r',
    run: () => openPage({ kind: 'runs' }),
  },
  { id: 'dock', title: 'shell.toggleDock', icon: PanelBottom, keys: '$mod+j', run: toggleDock },
  { id: 'inspector', title: 'shell.toggleInspector', icon: PanelRight, keys: '$mod+i', run: toggleInspector },
  { id: 'theme', title: 'settings.theme.switch', icon: SunMoon, run: nextTheme },
  { id: 'contrast', title: 'settings.contrast.switch', icon: Contrast, run: switchContrast },
  { id: 'language', title: 'settings.languageSwitch', icon: Languages, run: nextLanguage },
  { id: 'settings', title: 'settings.title', icon: Settings, keys: '$mod+,', run: openSettings },
  { id: 'settings.telemetry', title: 'telemetry.settings', icon: RadioTower, run: () => openSettingsAt('telemetry') },
];

function nextTheme(): void {
  const { value, choose } = useTheme.getState();
  choose(themes[(themes.indexOf(value) + 1) % themes.length] ?? 'system');
}

function switchContrast(): void {
  useContrast.getState().choose(document.documentElement.dataset['contrast'] === 'more' ? 'standard' : 'more');
}

function nextLanguage(): void {
  const { locale, setLocale } = useLocaleStore.getState();
  setLocale(locale === 'en' ? 'zh' : 'en');
}
