import { useT } from '../locales/index.ts';
import { PanelHeader } from '../shell/PanelHeader.tsx';

/** Traces that were received or imported. */
export function TracesPanel() {
  const t = useT();
  return <PanelHeader title={t('shell.panel.traces')} />;
}
