import { Suspense } from 'react';
import { I18nProvider } from 'react-aria-components';
import { CompareHost } from '../compare/CompareHost.tsx';
import { DiffHost } from '../diff/DiffHost.tsx';
import { languageTags, useLocaleStore } from '../locales/index.ts';
import { Pictures } from '../pictures/index.ts';
import { RunActionDialog } from '../runs/actions/RunActionDialog.tsx';
import { CancelDialog } from '../runs/CancelDialog.tsx';
import { RunDialog } from '../runs/RunDialog.tsx';
import { SettingsDialog } from '../settings/SettingsDialog.tsx';
import { ImportCardsWhenThere, TraceDialogsWhenAsked } from '../traces/Lazily.tsx';
import { useTour } from '../tour/index.ts';
import { Announcer, Toaster } from '../ui/index.ts';
import { DropOverlay } from './files/DropOverlay.tsx';
import { FileQuestions } from './files/FileQuestions.tsx';
import { TemplateDialog } from './files/templates/TemplateDialog.tsx';
import { Frame } from './Frame.tsx';
import { KeyboardHelp } from './help/KeyboardHelp.tsx';
import { Notices } from './Notices.tsx';
import { CommandPalette } from './palette/CommandPalette.tsx';
import { Tour } from './workbench.ts';

/** Its code comes with the first tour. */
function TourWhenAsked() {
  const isOn = useTour(({ stop }) => stop !== null);
  return (
    isOn && (
      <Suspense>
        <Tour />
      </Suspense>
    )
  );
}

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
      <DiffHost />
      <CompareHost />
      <TemplateDialog />
      <Pictures />
      <CommandPalette />
      <KeyboardHelp />
      <TourWhenAsked />
      <TraceDialogsWhenAsked />
      <DropOverlay />
      <Notices>
        <ImportCardsWhenThere />
      </Notices>
      <Toaster language={languageTags[locale]} />
      <Announcer />
    </I18nProvider>
  );
}
