import { defineConfig, type PlaywrightTestOptions, type PlaywrightWorkerOptions } from '@playwright/test';

const isCi = Boolean(process.env['CI']);
/** `npm test` finds the browser; on its own Playwright looks for the one it installed. */
const executablePath = process.env['CHROME_PATH'];

const browser = {
  browserName: 'chromium' as const,
  viewport: { width: 1440, height: 900 },
  locale: 'en-GB',
  timezoneId: 'UTC',
  launchOptions: {
    ...(executablePath === undefined ? {} : { executablePath }),
    chromiumSandbox: process.getuid?.() !== 0,
    args: ['--disable-background-networking', '--font-render-hinting=none'],
  },
} satisfies Partial<PlaywrightTestOptions & PlaywrightWorkerOptions>;

/**
 * The same page in both. What is drawn, edited and looked at is seen once; what goes to the engine and comes from it is tried over both wires.
 * `npm run verify:deep -- double` tries everything over the desktop's.
 */
const lookedAtOnThePage =
  process.env['SAGALOOM_DOUBLE'] === 'all'
    ? []
    : [
        'accessible',
        'appearance',
        'arrange',
        'compare',
        'containers',
        'diff',
        'drawing',
        'expressions',
        'heat',
        'inspector',
        'languages',
        'large',
        'notes',
        'problems',
        'text',
        'timeline',
      ].map((name) => `**/${name}.spec.ts`);

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results/e2e',
  workers: 2, // also on two cores: most of a test is waiting
  retries: 0,
  forbidOnly: isCi,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    // A film of each test besides would cost a third of the time.
    trace: { mode: 'retain-on-failure', screenshots: false },
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'page', testMatch: '**/*.spec.ts', testIgnore: 'desktop/**', use: browser },
    // What only a web server has to guard against is of no concern to it.
    {
      name: 'double',
      testMatch: '**/*.spec.ts',
      testIgnore: ['desktop/**', 'page/**', ...lookedAtOnThePage],
      use: browser,
    },
    { name: 'screenshots', testMatch: '**/pictures.shots.ts', use: browser },
    { name: 'views', testMatch: '**/views.shots.ts', use: browser },
    { name: 'electron', testMatch: 'desktop/**/*.spec.ts' },
  ],
});
