import './shell/before.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { bindDocumentLanguage } from './locales/index.ts';
import { bindAttachedRuns } from './runs/attached.ts';
import { bindDocumentMotion } from './settings/motion.ts';
import { bindDocumentTheme } from './settings/theme.ts';
import { bindAddress } from './shell/address.ts';
import { announceRuns } from './shell/announcements.ts';
import { watchComments } from './text/comments.ts';
import { App } from './shell/App.tsx';
import { bindKeys } from './shell/bind-keys.ts';
import { startSync } from './shell/engine-info.ts';
import { keepDrafts, restore } from './shell/files/drafts.ts';
import { keepRecovery, offerRecovered } from './shell/files/recovery.ts';
import { acceptDroppedFiles } from './shell/files/local.ts';
import { bindLayout } from './shell/layout.ts';
import { bindRegions } from './shell/regions.ts';
import { fetchWorkbench } from './shell/workbench.ts';
import { bindLaidTraces } from './traces/laid/laid.ts';
import { rememberUse } from './tour/index.ts';

bindDocumentTheme();
bindDocumentMotion();
bindDocumentLanguage();
bindLayout();
bindKeys();
bindRegions();
announceRuns();
rememberUse();
bindAttachedRuns();
bindLaidTraces();
watchComments();
acceptDroppedFiles();
startSync(new AbortController().signal);
void restore().finally(() => {
  bindAddress();
  keepDrafts();
  keepRecovery();
  void offerRecovered();
});

const root = document.querySelector('#root');
if (!root) throw new Error('The page has no #root.');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
fetchWorkbench();
