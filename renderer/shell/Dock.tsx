import { Braces, ChartGantt, ChevronDown, ChevronUp, List, TriangleAlert } from 'lucide-react';
import { useT } from '../locales/index.ts';
import { Problems, useProblems } from '../problems/index.ts';
import { DataTab } from '../runs/DataTab.tsx';
import { HistoryTab } from '../runs/HistoryTab.tsx';
import { TimelineTab } from '../runs/TimelineTab.tsx';
import { IconButton, Tab, TabList, TabPanel, Tabs } from '../ui/index.ts';
import { keysLabel } from './keys.ts';
import { dockTabs, showDock, toggleDock, useLayout } from './layout.ts';
import css from './Dock.module.css';

/** About the run and the drawing: what happened when, in which order, with which data, and what is wrong. */
export function Dock() {
  const t = useT();
  const { dockTab, dockOpen } = useLayout();
  const problems = useProblems();
  return (
    <section className={css.dock} data-region="dock" aria-label={t('shell.dock.label')} data-open={dockOpen}>
      <Tabs
        selectedKey={dockTab}
        onSelectionChange={(key) => {
          const tab = dockTabs.find((name) => name === key);
          if (tab) showDock(tab);
        }}
      >
        <TabList variant="bar" aria-label={t('shell.dock.label')}>
          <Tab id="timeline" icon={ChartGantt}>
            {t('shell.dock.timeline')}
          </Tab>
          <Tab id="history" icon={List}>
            {t('shell.dock.history')}
          </Tab>
          <Tab id="problems" icon={TriangleAlert} count={problems.length}>
            {t('shell.dock.problems')}
          </Tab>
          <Tab id="data" icon={Braces}>
            {t('shell.dock.data')}
          </Tab>
        </TabList>
        <TabPanel id="timeline">
          <TimelineTab />
        </TabPanel>
        <TabPanel id="history">
          <HistoryTab />
        </TabPanel>
        <TabPanel id="problems">
          <Problems />
        </TabPanel>
        <TabPanel id="data">
          <DataTab />
        </TabPanel>
      </Tabs>
      <div className={css.fold}>
        <IconButton
          label={t(dockOpen ? 'shell.foldDock' : 'shell.unfoldDock')}
          icon={dockOpen ? ChevronDown : ChevronUp}
          shortcut={keysLabel('$mod+j')}
          size="sm"
          onPress={toggleDock}
        />
      </div>
    </section>
  );
}
