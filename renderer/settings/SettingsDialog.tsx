import { lazy, Suspense } from 'react';
import { locales, useLocaleStore, useT } from '../locales/index.ts';
import { useEngineInfo } from '../shell/engine-info.ts';
import { Dialog, Select, Tab, TabList, TabPanel, Tabs } from '../ui/index.ts';
import { Secrets } from './Secrets.tsx';
import { Trust } from './Trust.tsx';
import { closeSettings, openSettingsAt, type SettingsTab, useSettings } from './settings.ts';
import { motions, useMotion } from './motion.ts';
import { contrastLabels, languageNames, motionLabels, themeLabels } from './names.ts';
import { contrasts, themes, useContrast, useTheme } from './theme.ts';
import css from './SettingsDialog.module.css';

const Telemetry = lazy(async () => ({ default: (await import('./Telemetry.tsx')).Telemetry }));

/** Its code comes with the dialog. */
const Retention = lazy(async () => ({ default: (await import('./Retention.tsx')).Retention }));
const TraceRetention = lazy(async () => ({ default: (await import('./TraceRetention.tsx')).TraceRetention }));

export function SettingsDialog() {
  const t = useT();
  const { isOpen, tab } = useSettings();
  return (
    <Dialog
      isOpen={isOpen}
      width="md"
      title={t('settings.title')}
      closeLabel={t('shell.dismiss')}
      onClose={closeSettings}
    >
      <Tabs selectedKey={tab} onSelectionChange={(key) => openSettingsAt(key as SettingsTab)}>
        <div className={css.tabs}>
          <TabList aria-label={t('settings.title')}>
            <Tab id="general">{t('settings.general')}</Tab>
            <Tab id="secrets">{t('settings.secrets.title')}</Tab>
            <Tab id="telemetry">{t('telemetry.title')}</Tab>
            <Tab id="trust">{t('settings.trust.title')}</Tab>
            <Tab id="retention">{t('runlist.retention.title')}</Tab>
          </TabList>
        </div>
        <TabPanel id="general">
          <div className={css.tab}>
            <Choices />
            <About />
          </div>
        </TabPanel>
        <TabPanel id="secrets">
          <div className={css.tab}>
            <Secrets />
          </div>
        </TabPanel>
        <TabPanel id="telemetry">
          <div className={css.tab}>
            <Suspense fallback={null}>
              <Telemetry />
            </Suspense>
          </div>
        </TabPanel>
        <TabPanel id="trust">
          <div className={css.tab}>
            <Trust />
          </div>
        </TabPanel>
        <TabPanel id="retention">
          <div className={css.tab}>
            <Suspense>
              <Retention />
              <TraceRetention />
            </Suspense>
          </div>
        </TabPanel>
      </Tabs>
    </Dialog>
  );
}

function Choices() {
  const t = useT();
  const theme = useTheme();
  const contrast = useContrast();
  const motion = useMotion();
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
        value={theme.value}
        options={themes.map((value) => ({ value, label: t(themeLabels[value]) }))}
        onChange={theme.choose}
      />
      <Select
        label={t('settings.contrast.title')}
        value={contrast.value}
        options={contrasts.map((value) => ({ value, label: t(contrastLabels[value]) }))}
        onChange={contrast.choose}
      />
      <Select
        label={t('settings.motion.title')}
        hint={t('settings.motion.hint')}
        value={motion.value}
        options={motions.map((value) => ({ value, label: t(motionLabels[value]) }))}
        onChange={motion.choose}
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
