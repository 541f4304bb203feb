/**
 * axe on every view. In a usual run each view is read in light, only the chosen ones in dark as well, and of a form only the inspector:
 * the rest of the window is the same in all of them. SAGALOOM_VIEWS=all reads the whole page of each view in both themes, and the chosen
 * ones in high contrast too.
 */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './served.ts';
import { type Look, setLook } from './views/appearance.ts';
import { isEveryView, usual } from './views/scene.ts';
import { scenes, type View } from './views/views.ts';

test.describe.configure({ mode: 'parallel', timeout: 600_000 }); // axe reads the whole page each time
test.use({ actionTimeout: 10_000 });

/** What an appearance can change; the rest is read once. */
const byLook = ['color-contrast'];
/** What is fine is not gone into: a large page is read in half the time. */
const onlyFaults = { resultTypes: ['violations'], preload: false } satisfies Parameters<AxeBuilder['options']>[0];
const highContrast: readonly Look[] = ['light-high', 'dark-high'];
const isWhole = isEveryView;

/** Everything axe knows to be wrong, in all appearances; only what is in the way of somebody is named. */
async function expectClean(page: Page, { name, isChosen = false, within }: View): Promise<void> {
  const read = (): AxeBuilder => {
    const axe = new AxeBuilder({ page }).setLegacyMode(true).options(onlyFaults);
    return isWhole || within === undefined ? axe : axe.include(within);
  };
  await setLook(page, 'light');
  await expectNothing(read().options({ ...onlyFaults, rules: { 'target-size': { enabled: true } } }), name);
  if (!isWhole && !isChosen) return;
  await setLook(page, 'dark');
  await expectNothing(read().withRules(byLook), `${name}, dark`);
  if (!isWhole || !isChosen) return;
  for (const look of highContrast) {
    await setLook(page, look);
    await expectNothing(read().withRules(byLook), `${name}, ${look}`);
  }
}

async function expectNothing(axe: AxeBuilder, view: string): Promise<void> {
  const { violations } = await axe.analyze();
  const found = violations
    .map(({ id, nodes }) => ({ id, nodes: nodes.filter(({ html }) => !isScrolledByItsField(id, html)) }))
    .filter(({ nodes }) => nodes.length > 0)
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`);
  expect.soft(found, view).toEqual([]);
}

/** The palette's list follows the field above it (aria-activedescendant), which axe does not look for on a menu. */
function isScrolledByItsField(id: string, html: string): boolean {
  return id === 'scrollable-region-focusable' && html.includes('role="menu"');
}

for (const { name, start, views } of usual(scenes)) {
  test(`accessible: ${name}`, async ({ page, served }) => {
    await start(page, served);
    for (const view of views) {
      await view.show(page);
      await expectClean(page, view);
    }
  });
}
