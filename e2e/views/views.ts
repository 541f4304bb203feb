/**
 * Every view of the designer, in one table: the accessibility test, the test of live languages and the pictures of all views go by it.
 * A scene starts the designer afresh; its views follow one another, each from where the one before left off. A new view is a line.
 */
import type { Page } from '@playwright/test';
import { dockTab, drawing, run, runBar, showPanel, step } from '../designer.ts';
import { undoneOrder } from '../orders.ts';
import { expect, type Served } from '../served.ts';
import { comparedScenes } from './compared.ts';
import { drawingScenes } from './drawing.ts';
import { editorScenes } from './editors.ts';
import { broken } from './every-step.ts';
import { fileScenes } from './files.ts';
import { runsScenes } from './runs.ts';
import { traceScenes } from './traces.ts';
import { timelineViews } from './timeline.ts';
import { click, dock, everyStepOpen, open, panel, press, type Scene, showAll, type View } from './scene.ts';

export type { Scene, View } from './scene.ts';

const settingsTab =
  (name: string) =>
  (page: Page): Promise<void> =>
    page.getByRole('dialog').getByRole('tab', { name }).click();

const inspectorPart = '[data-testid="inspector"]';

/** The step in the inspector, with one of the tabs of its form in front. */
function stepTab(name: string, tab: string): View {
  const show = async (page: Page): Promise<void> => {
    // By the outline: on the whole drawing it may be too small to be hit.
    await page.getByRole('treegrid', { name: 'Outline' }).getByRole('row', { name, exact: true }).click();
    const found = page.getByTestId('inspector').getByRole('tab', { name: tab });
    if (await found.isVisible()) await found.click();
  };
  return { name: `step ${name}, ${tab}`, show, within: inspectorPart };
}

const workflowTab = (tab: string): View => ({
  name: `workflow, ${tab}`,
  within: inspectorPart,
  show: async (page) => {
    await drawing(page).press('Escape');
    await page.getByTestId('inspector').getByRole('tab', { name: tab }).click();
  },
});

const inspectorTabs: readonly (readonly [string, readonly string[]])[] = [
  ['Look at the order', ['Configure', 'Retry and time', 'Undo', 'Errors']],
  ['Count it', ['Configure']],
  ['Is it large?', ['Configure']],
  ['Wait for a yes', ['Configure', 'Errors']],
  ['Say it is late', ['Configure', 'Retry and time', 'Undo', 'Errors']],
  ['Place order', ['Configure', 'Retry and time', 'Errors']],
  ['Charge payment', ['Configure', 'Undo']],
  ['Tell everybody', ['Configure', 'Retry and time', 'Errors']],
  ['For each parcel', ['Configure', 'Retry and time', 'Errors']],
  ['Send the parcel', ['Configure', 'Retry and time', 'Undo', 'Errors']],
  ['Carefully', ['Configure', 'Retry and time', 'Errors']],
  ['Rest', ['Configure']],
  ['Done', ['Configure']],
  ['Stop here', ['Configure']],
];

async function atFirst(page: Page, served: Served): Promise<void> {
  await page.goto(served.url);
  await expect(page.getByRole('button', { name: 'Run example' })).toBeVisible();
}

export const scenes: readonly Scene[] = [
  {
    name: 'first sight',
    start: atFirst,
    views: [
      { name: 'welcome', show: panel('Files'), isChosen: true },
      { name: 'steps, no file', show: panel('Steps') },
      { name: 'outline, no file', show: panel('Outline') },
      { name: 'runs, none', show: panel('Runs') },
      { name: 'triggers, none', show: panel('Triggers') },
      { name: 'attention, none', show: panel('Needs attention') },
      { name: 'shop, closed', show: panel('Example shop') },
    ],
  },
  {
    name: 'the windows of the frame',
    start: atFirst,
    views: [
      { name: 'keyboard help', show: press('Shift+?'), isChosen: true },
      {
        name: 'settings',
        show: async (page) => (await press('Escape')(page), click('Settings')(page)),
        isChosen: true,
      },
      { name: 'settings, secrets', show: settingsTab('Secrets') },
      { name: 'settings, telemetry', show: settingsTab('Telemetry') },
      { name: 'settings, trust', show: settingsTab('Trust') },
      { name: 'settings, retention', show: settingsTab('Retention') },
      {
        name: 'commands',
        show: async (page) => {
          await page.keyboard.press('Escape');
          await page.keyboard.press('Control+k');
        },
        isChosen: true,
      },
      { name: 'commands, nothing found', show: (page) => page.keyboard.type('zzz') },
    ],
  },
  {
    name: 'the tour',
    start: async (page, served) => {
      await page.goto(served.url);
      await page.getByRole('button', { name: 'Take a look around' }).click();
      await expect(drawing(page).getByRole('group').first()).toBeVisible();
    },
    views: [
      { name: 'tour 1', show: (page) => expect(page.getByRole('dialog')).toBeVisible(), isChosen: true },
      { name: 'tour 2', show: press('ArrowRight') },
      { name: 'tour 3', show: press('ArrowRight'), isChosen: true },
      { name: 'tour 4', show: press('ArrowRight') },
    ],
  },
  {
    name: 'a new file',
    start: async (page, served) => {
      await page.goto(served.url);
      await page.keyboard.press('Alt+n');
      await expect(drawing(page)).toBeVisible();
      await showPanel(page, 'Steps');
    },
    views: [
      { name: 'empty canvas', show: dock('Timeline'), isChosen: true },
      { name: 'history, no run', show: dock('History') },
      { name: 'problems, new file', show: dock('Problems') },
      { name: 'data, no run', show: dock('Data') },
      { name: 'outline, empty', show: panel('Outline') },
      {
        name: 'steps, nothing found',
        show: async (page) => {
          await showPanel(page, 'Steps');
          await page.getByRole('combobox', { name: 'Search steps' }).fill('zzz');
        },
      },
    ],
  },
  {
    name: 'every step',
    start: everyStepOpen,
    views: [
      { name: 'canvas, every step', show: dock('Problems'), isChosen: true },
      ...['General', 'Data', 'Variables', 'Messages', 'Starts'].map(workflowTab),
      { name: 'run dialog', show: click('Run'), isChosen: true },
    ],
  },
  // A scene a form: a slow machine is not to wait for all of them in one test.
  ...inspectorTabs.map(([label, tabs]): Scene => ({
    name: `the form of: ${label}`,
    start: everyStepOpen,
    views: tabs.map((tab) => stepTab(label, tab)),
  })),
  {
    name: 'a broken file',
    start: async (page, served) => {
      await open(page, served, 'broken.saga.json', broken);
      await showAll(page);
    },
    views: [
      { name: 'problems', show: dock('Problems'), isChosen: true },
      { name: 'outline, long names', show: panel('Outline') },
      {
        name: 'menu of a step',
        show: (page) => step(page, 'Once more').click({ button: 'right' }),
      },
    ],
  },
  ...comparedScenes(undoneOrder),
  {
    name: 'a run',
    start: undoneOrder,
    views: [
      { name: 'timeline', show: dock('Timeline'), isChosen: true },
      ...timelineViews,
      { name: 'shop', show: panel('Example shop') },
      {
        name: 'steps',
        show: async (page) => {
          await showPanel(page, 'Steps');
          await step(page, 'Create shipment').click();
          await showAll(page);
        },
        isChosen: true,
      },
      { name: 'history', show: dock('History'), isChosen: true },
      { name: 'data', show: dock('Data'), isChosen: true },
      { name: 'runs', show: panel('Runs'), isChosen: true },
      { name: 'attention', show: panel('Needs attention') },
    ],
  },
  {
    name: 'triggers',
    start: async (page, served) => {
      await open(page, served, 'nightly-report.saga.json');
      await page.getByRole('button', { name: 'Deploy', exact: true }).click();
      await expect(page.getByText('is deployed as version 1.')).toBeVisible();
    },
    views: [
      {
        name: 'triggers',
        show: async (page) => {
          await showPanel(page, 'Triggers');
          await expect(page.getByRole('list', { name: 'Schedules' })).toBeVisible();
          await page.getByText('Next times').click();
        },
      },
      {
        name: 'docs of an activity',
        show: async (page) => {
          await step(page, 'Read the sales').click();
          await page.getByRole('button', { name: 'What it does, with examples' }).click();
          await expect(page.getByRole('dialog')).toBeVisible();
        },
      },
      { name: 'save as', show: async (page) => (await press('Escape')(page), press('Control+Shift+s')(page)) },
    ],
  },
  {
    name: 'a person is waited for',
    start: async (page, served) => {
      await open(page, served, 'waiting.saga.json', {
        format: 'sagaloom/v1',
        name: 'waiting',
        signals: { approved: { payload: { type: 'object', properties: { by: { type: 'string', title: 'By' } } } } },
        start: 'wait',
        steps: { wait: { type: 'receive', name: 'Ask', signal: 'approved' } },
      });
      await run(page);
      await expect(step(page, 'Ask')).toHaveAccessibleName(/waiting/);
    },
    views: [
      {
        name: 'waiting',
        show: async (page) => {
          await step(page, 'Ask').click();
          await dockTab(page, 'Data').click();
        },
      },
      { name: 'signal', show: (page) => runBar(page).getByRole('button', { name: 'Send signal' }).click() },
    ],
  },
  ...drawingScenes,
  ...editorScenes,
  ...fileScenes,
  ...runsScenes,
  ...traceScenes,
];
