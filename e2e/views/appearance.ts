import type { Page } from '@playwright/test';

export type Language = 'en' | 'zh';
export type Look = 'light' | 'dark' | 'light-high' | 'dark-high';

/** Changed in another window, as it were: whatever is open on this one stays open. */
async function chooseElsewhere(page: Page, key: string, value: string): Promise<void> {
  await page.evaluate(
    ([name, chosen]) => {
      localStorage.setItem(name, chosen);
      dispatchEvent(new StorageEvent('storage', { key: name, newValue: chosen }));
    },
    [`sagaloom.${key}`, value] as const,
  );
}

export async function setLanguage(page: Page, language: Language): Promise<void> {
  await chooseElsewhere(page, 'locale', language);
}

export async function setLook(page: Page, look: Look): Promise<void> {
  const [colorScheme, high] = look.split('-') as ['light' | 'dark', string?];
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce', contrast: high ? 'more' : 'no-preference' });
}
