import { showDock, showPanel, useLayout } from '../shell/layout.ts';
import { setFaults, startDemo, useDemo } from '../shell/shop/demo.ts';
import { openOrderSaga, runExample } from '../shell/shop/example.ts';
import { attempt } from '../shell/notices.ts';
import type { Stop } from './tour.ts';

interface Place {
  /** What is shown: the light falls on the first of these that is there. */
  readonly targets: readonly string[];
  /** Brings it on the screen. */
  readonly arrive: () => Promise<void> | void;
  /** What the card offers to do. */
  readonly act: (() => Promise<void>) | null;
}

const drawing = '[role="application"]';

export const places: Readonly<Record<Stop, Place>> = {
  drawing: { targets: [drawing], arrive: async () => void (await openOrderSaga()), act: null },
  adding: { targets: ['[data-region="panel"]'], arrive: () => showPanel('palette'), act: null },
  running: {
    targets: ['[data-region="dock"]'],
    arrive: () => {
      if (useLayout.getState().narrow) useLayout.setState({ overlay: null });
      showDock('timeline');
    },
    act: async () => {
      await mend();
      await runExample();
      useLayout.setState({ overlay: null });
    },
  },
  undoing: { targets: [drawing], arrive: () => useLayout.setState({ overlay: null }), act: breakAndRun },
};

/** The shop's carrier is down for one run: it fails, and what was done before is undone. */
async function breakAndRun(): Promise<void> {
  await attempt('shell.shop.cannotChange', {}, async () => {
    if (!useDemo.getState().status?.running) await startDemo();
    await setFaults({ outage: true });
  });
  await runExample();
  useLayout.setState({ overlay: null });
}

/** The shop as it was, whatever the tour did to it. */
export async function mend(): Promise<void> {
  if (useDemo.getState().status?.faults?.outage) {
    await attempt('shell.shop.cannotChange', {}, async () => setFaults({ outage: false }));
  }
}
