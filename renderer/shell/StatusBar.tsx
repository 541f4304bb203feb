import { Activity, Hand, Languages, Moon, Sun, SunMoon } from 'lucide-react';
import { Button } from 'react-aria-components';
import { locales, useLocaleStore, useT } from '../locales/index.ts';
import { retryNow, useConnection } from '../rpc/index.ts';
import { languageNames, themeLabels } from '../settings/names.ts';
import { type Theme, themes, useTheme } from '../settings/theme.ts';
import { MenuButton } from '../ui/index.ts';
import { useEngineInfo } from './engine-info.ts';
import { showPanel } from './layout.ts';
import css from './StatusBar.module.css';

const themeIcons = { system: SunMoon, light: Sun, dark: Moon } as const satisfies Record<Theme, unknown>;

export function StatusBar() {
  const t = useT();
  return (
    <footer className={css.bar} data-region="status" aria-label={t('shell.statusBar')}>
      <EngineState />
      <Counts />
      <div className={css.space} />
      <ThemeChoice />
      <LanguageChoice />
    </footer>
  );
}

function EngineState() {
  const t = useT();
  const state = useConnection((connection) => connection.state);
  const durable = useEngineInfo(({ info }) => info?.durable ?? true);
  if (state !== 'lost') {
    return (
      <output className={css.item}>
        <i className={css.led} data-state={state} />
        {t(
          state === 'connecting' ? 'shell.engine.connecting' : durable ? 'shell.engine.durable' : 'shell.engine.memory',
        )}
      </output>
    );
  }
  return (
    <output className={css.item}>
      <i className={css.led} data-state="lost" />
      {t('shell.engine.lost')}
      <Button className={css.button ?? ''} onPress={retryNow}>
        {t('shell.engine.retry')}
      </Button>
    </output>
  );
}

function Counts() {
  const t = useT();
  const info = useEngineInfo((state) => state.info);
  if (!info) return null;
  return (
    <>
      <Button className={css.button ?? ''} onPress={() => showPanel('runs')}>
        <Activity size={13} strokeWidth={1.75} aria-hidden />
        {t('shell.openRuns', { count: info.openRuns })}
      </Button>
      {info.attention > 0 && (
        <Button className={css.button ?? ''} data-tone="warn" onPress={() => showPanel('attention')}>
          <Hand size={13} strokeWidth={1.75} aria-hidden />
          {t('shell.needAttention', { count: info.attention })}
        </Button>
      )}
    </>
  );
}

function ThemeChoice() {
  const t = useT();
  const { value: theme, choose } = useTheme();
  const Icon = themeIcons[theme];
  return (
    <MenuButton
      label={t('settings.theme.title')}
      placement="top end"
      entries={themes.map((choice) => ({
        id: choice,
        label: t(themeLabels[choice]),
        icon: themeIcons[choice],
        onAction: () => choose(choice),
      }))}
    >
      <Button className={css.button ?? ''} aria-label={t('settings.theme.now', { theme: t(themeLabels[theme]) })}>
        <Icon size={13} strokeWidth={1.75} aria-hidden />
        {t(themeLabels[theme])}
      </Button>
    </MenuButton>
  );
}

function LanguageChoice() {
  const t = useT();
  const { locale, setLocale } = useLocaleStore();
  return (
    <MenuButton
      label={t('settings.language')}
      placement="top end"
      entries={locales.map((choice) => ({
        id: choice,
        label: languageNames[choice],
        onAction: () => setLocale(choice),
      }))}
    >
      <Button className={css.button ?? ''} aria-label={t('settings.languageNow', { language: languageNames[locale] })}>
        <Languages size={13} strokeWidth={1.75} aria-hidden />
        {languageNames[locale]}
      </Button>
    </MenuButton>
  );
}
