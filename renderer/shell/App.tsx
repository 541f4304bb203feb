import { I18nProvider } from 'react-aria-components';
import { languageTags, useLocaleStore } from '../locales/index.ts';
import { RunActionDialog } from '../runs/actions/RunActionDialog.tsx';
import { CancelDialog } from '../runs/CancelDialog.tsx';
import { RunDialog } from '../runs/RunDialog.tsx';
import { SettingsDialog } from '../settings/SettingsDialog.tsx';
import { Toaster } from '../ui/index.ts';
import { FileQuestions } from './files/FileQuestions.tsx';
import { Frame } from './Frame.tsx';
import { Notices } from './Notices.tsx';
import { CommandPalette } from './palette/CommandPalette.tsx';

export function App() {
  const locale = useLocaleStore((state) => state.locale);
  return (
    <I18nProvider locale={languageTags[locale]}>
      <Frame />
      <RunDialog />
      <CancelDialog />
      <RunActionDialog />
      <SettingsDialog />
      <FileQuestions />
      <CommandPalette />
      <Notices />
      <Toaster />
    </I18nProvider>
  );
}
