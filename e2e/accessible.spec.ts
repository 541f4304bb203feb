import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './served.ts';
import { type Look, setLook } from './views/appearance.ts';
import { scenes, type View } from './views/views.ts';

test.describe.configure({ timeout: 600_000 }); // axe reads the whole page each time
test.use({ actionTimeout: 10_000 });

/** What an appearance can change; the rest is read once. */
const byLook = ['color-contrast'];
const highContrast: readonly Look[] = ['light-high', 'dark-high'];

/** Everything axe knows to be wrong, in all appearances; only what is in the way of somebody is named. */
async function expectClean(page: Page, { name, isChosen = false }: View): Promise<void> {
  await setLook(page, 'light');
  await expectNothing(new AxeBuilder({ page }).options({ rules: { 'target-size': { enabled: true } } }), name);
  await setLook(page, 'dark');
  await expectNothing(new AxeBuilder({ page }).withRules(byLook), `${name}, dark`);
  if (!isChosen) return;
  for (const look of highContrast) {
    await setLook(page, look);
    await expectNothing(new AxeBuilder({ page }).withRules(byLook), `${name}, ${look}`);
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

for (const { name, start, views } of scenes) {
  test(`accessible: ${name}`, async ({ page, served }) => {
    await start(page, served);
    for (const view of views) {
      await view.show(page);
      await expectClean(page, view);
    }
  });
}
