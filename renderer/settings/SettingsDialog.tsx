import { locales, useLocaleStore, useT } from '../locales/index.ts';
import { useEngineInfo } from '../shell/engine-info.ts';
import { Dialog, Select } from '../ui/index.ts';
import { closeSettings, useSettings } from './settings.ts';
import { languageNames, themeLabels } from './names.ts';
import { themes, useTheme } from './theme.ts';
import css from './SettingsDialog.module.css';

export function SettingsDialog() {
  const t = useT();
  const isOpen = useSettings((state) => state.isOpen);
  return (
    <Dialog
      isOpen={isOpen}
      width="sm"
      title={t('settings.title')}
      closeLabel={t('shell.dismiss')}
      onClose={closeSettings}
    >
      <Choices />
      <About />
    </Dialog>
  );
}

function Choices() {
  const t = useT();
  const { theme, setTheme } = useTheme();
  const { locale, setLocale } = useLocaleStore();
  return (
    <div className={css.fields}>
      <Select
        label={t('settings.language')}
        value={locale}
        options={locales.map((value) => ({ value, label: languageNames[value] }))}
        onChange={setLocale}
      />
      <Select
        label={t('settings.theme.title')}
        value={theme}
        options={themes.map((value) => ({ value, label: t(themeLabels[value]) }))}
        onChange={setTheme}
      />
    </div>
  );
}

function About() {
  const t = useT();
  const info = useEngineInfo((state) => state.info);
  if (!info) return null;
  const rows = [
    [t('settings.version'), info.version],
    [t('settings.workspace'), info.workspace],
    [t('settings.database'), info.database],
  ] as const;
  return (
    <dl className={css.about}>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd title={value}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
