import { lazy, Suspense } from 'react';
import { useT } from '../locales/index.ts';
import { AttentionPanel } from '../runs/AttentionPanel.tsx';
import { RunsPanel } from '../runs/RunsPanel.tsx';
import { TriggersPanel } from '../triggers/index.ts';
import { FilesPanel } from './files/FilesPanel.tsx';
import type { Panel } from './layout.ts';
import { OutlinePanel } from './outline/OutlinePanel.tsx';
import { panelLook } from './Rail.tsx';
import { ShopPanel } from './shop/ShopPanel.tsx';
import { Palette } from './workbench.ts';
import css from './SidePanel.module.css';

const TracesPanel = lazy(async () => ({ default: (await import('../traces/TracesPanel.tsx')).TracesPanel }));

const contents = {
  files: FilesPanel,
  palette: Palette,
  outline: OutlinePanel,
  runs: RunsPanel,
  triggers: TriggersPanel,
  traces: TracesPanel,
  attention: AttentionPanel,
  shop: ShopPanel,
} as const satisfies Record<Panel, unknown>;

export function SidePanel({ panel }: { readonly panel: Panel }) {
  const t = useT();
  const Content = contents[panel];
  return (
    <section className={css.panel} data-region="panel" aria-label={t(panelLook[panel].label)}>
      <Suspense>
        <Content />
      </Suspense>
    </section>
  );
}
