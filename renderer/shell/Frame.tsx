import { Suspense } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import { useDocuments } from '../document/index.ts';
import { useT } from '../locales/index.ts';
import { isInspectorShown, useLayout } from './layout.ts';
import { usePageInFront } from './pages.ts';
import { PageView } from './PageView.tsx';
import { Rail } from './Rail.tsx';
import { SidePanel } from './SidePanel.tsx';
import { StatusBar } from './StatusBar.tsx';
import { TopBar } from './TopBar.tsx';
import { Welcome } from './Welcome.tsx';
import { Dock, Drawing, Inspector } from './workbench.ts';
import css from './Frame.module.css';

/** The window: tabs on top, rail and panel at the left, the drawing with its dock, the inspector, the status line. */
export function Frame() {
  const hasDocument = useDocuments(({ activeId }) => activeId !== null);
  return (
    <div className={css.frame}>
      <TopBar />
      <div className={css.body}>
        <Rail />
        <Columns hasDocument={hasDocument} />
      </div>
      <StatusBar />
    </div>
  );
}

function Columns({ hasDocument }: { readonly hasDocument: boolean }) {
  const t = useT();
  const { panel, narrow, tight } = useLayout();
  const shown = useLayout(isInspectorShown);
  const page = usePageInFront();
  const side = narrow ? null : panel;
  const inspector = hasDocument && shown && !tight;
  const panelIds = [...(side ? ['side'] : []), 'middle', ...(inspector ? ['inspector'] : [])];
  const layout = useDefaultLayout({ id: 'sagaloom.columns', panelIds, storage: localStorage });
  return (
    <main className={css.columns}>
      <Group className={css.group} orientation="horizontal" {...layout}>
        {side && (
          <Panel id="side" defaultSize={228} minSize={200} maxSize={420} groupResizeBehavior="preserve-pixel-size">
            <SidePanel panel={side} />
          </Panel>
        )}
        {side && <Separator className={css.separator} aria-label={t('shell.resizeSide')} />}
        <Panel id="middle" minSize={280}>
          <Suspense>
            {hasDocument ? <Middle /> : page ? <PageView key={page.id} page={page.page} /> : <Welcome />}
          </Suspense>
        </Panel>
        {inspector && <Separator className={css.separator} aria-label={t('shell.resizeInspector')} />}
        {inspector && (
          <Panel id="inspector" defaultSize={328} minSize={260} maxSize={560} groupResizeBehavior="preserve-pixel-size">
            <div className={css.inspector} data-region="inspector">
              <Suspense>
                <Inspector />
              </Suspense>
            </div>
          </Panel>
        )}
      </Group>
      {narrow && <Overlay />}
      {tight && hasDocument && shown && (
        <div className={css.overlay} data-side="right">
          <div className={css.inspector} data-region="inspector">
            <Suspense>
              <Inspector />
            </Suspense>
          </div>
        </div>
      )}
    </main>
  );
}

/** Below this height, the drawing needs the room more than the dock. */
const shortWindow = 780;

function Middle() {
  const t = useT();
  const dockOpen = useLayout((layout) => layout.dockOpen);
  const layout = useDefaultLayout({ id: 'sagaloom.rows', panelIds: ['drawing', 'dock'], storage: localStorage });
  if (!dockOpen) {
    return (
      <div className={css.stack}>
        <Drawing />
        <div className={css.foldedDock}>
          <Dock />
        </div>
      </div>
    );
  }
  return (
    <Group className={css.group} orientation="vertical" {...layout}>
      <Panel id="drawing" minSize={140}>
        <Drawing />
      </Panel>
      <Separator className={css.separator} aria-label={t('shell.resizeDock')} />
      <Panel
        id="dock"
        defaultSize={window.innerHeight < shortWindow ? 210 : 288}
        minSize={120}
        groupResizeBehavior="preserve-pixel-size"
      >
        <Dock />
      </Panel>
    </Group>
  );
}

/** On a narrow window the panel lies over the drawing, which stays a place to drop steps. */
function Overlay() {
  const overlay = useLayout((layout) => layout.overlay);
  if (!overlay) return null;
  return (
    <div className={css.overlay}>
      <SidePanel panel={overlay} />
    </div>
  );
}
