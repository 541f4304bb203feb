/** Text, differences, expressions, schemas and problems: where a workflow is written rather than drawn. */
import { execFileSync } from 'node:child_process';
import type { Page } from '@playwright/test';
import { dockTab, drawing, run, runBar, step } from '../designer.ts';
import { expect, type Served } from '../served.ts';
import { toMend } from './every-step.ts';
import { open, press, type Scene } from './scene.ts';

const hello = (page: Page, served: Served): Promise<void> => open(page, served, 'hello.saga.json');

const git = (workspace: string, ...args: readonly string[]): void => {
  execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args], { cwd: workspace });
};

const text = (page: Page) => page.getByRole('textbox', { name: 'Text of the workflow' });
const differences = (page: Page) => page.getByRole('dialog', { name: /^Differences of/ });
const inspector = (page: Page) => page.getByTestId('inspector');
const greeting = (page: Page) => page.getByRole('textbox', { name: 'Value: greeting' });
const schema = (page: Page) => inspector(page).getByRole('group', { name: 'Input schema' });
const problems = (page: Page) => page.getByTestId('dock').getByRole('list', { name: 'Problems' });

export const editorScenes: readonly Scene[] = [
  {
    name: 'the text',
    start: hello,
    views: [
      {
        name: 'text',
        show: async (page) => {
          await page.keyboard.press('Control+Shift+j');
          await expect(text(page)).toBeVisible();
          await step(page, 'Take a breath').click();
        },
        isChosen: true,
      },
      {
        name: 'text, find',
        show: async (page) => {
          await text(page).focus();
          await page.keyboard.press('Control+f');
          await page.keyboard.type('greeting');
        },
      },
      {
        name: 'text, no JSON',
        show: async (page) => {
          await page.keyboard.press('Escape');
          await text(page).press('Control+Home');
          await page.keyboard.type('oops');
          await expect(page.getByText('The text cannot be read.')).toBeVisible();
        },
        isChosen: true,
      },
      { name: 'text, save all the same', show: press('Control+s') },
    ],
  },
  {
    name: 'differences',
    start: async (page, served) => {
      git(served.workspace, 'init', '-q');
      git(served.workspace, 'add', 'hello/hello.saga.json');
      git(served.workspace, 'commit', '-q', '-m', 'The first version');
      await hello(page, served);
    },
    views: [
      {
        name: 'differences, none',
        show: async (page) => {
          await page.keyboard.press('Control+Shift+d');
          await expect(differences(page).getByText('No differences')).toBeVisible();
        },
      },
      {
        name: 'differences',
        show: async (page) => {
          await page.keyboard.press('Escape');
          await step(page, 'Take a breath').click();
          await inspector(page).getByRole('textbox', { name: 'Name', exact: true }).fill('Another name');
          await step(page, 'Casual greeting').click();
          await drawing(page).press('Delete');
          await page.keyboard.press('Control+Shift+d');
          await expect(differences(page).getByText(/\d differences/)).toBeVisible();
          await page.keyboard.press('F7');
        },
        isChosen: true,
      },
      {
        name: 'differences, versions',
        show: (page) =>
          differences(page)
            .getByRole('button', { name: /Compare with/ })
            .click(),
      },
      {
        name: 'differences, text',
        show: async (page) => {
          await page.keyboard.press('Escape');
          await differences(page).getByRole('tab', { name: 'Text' }).click();
          await expect(differences(page).locator('.cm-changedLine').first()).toBeVisible();
        },
        isChosen: true,
      },
    ],
  },
  {
    name: 'an expression',
    start: async (page, served) => {
      await hello(page, served);
      await run(page);
      await expect(runBar(page).getByText('completed')).toBeVisible({ timeout: 30_000 });
      await step(page, 'Casual greeting').click();
    },
    views: [
      {
        name: 'expression, value',
        show: async (page) => {
          await greeting(page).click();
          await page.keyboard.press('Control+a');
          await page.keyboard.type('{% "Dear " & input.name');
          await page.keyboard.press('Escape');
        },
      },
      {
        name: 'expression, completion',
        show: async (page) => {
          await greeting(page).click();
          await page.keyboard.press('Control+a');
          await page.keyboard.type('{% "Dear " & inp');
          await expect(page.getByRole('listbox', { name: 'What can be written here' })).toBeVisible();
        },
        isChosen: true,
      },
      {
        name: 'expression, error',
        show: async (page) => {
          await page.keyboard.press('Escape');
          await greeting(page).click();
          await page.keyboard.press('Control+a');
          await page.keyboard.type('{% input.namex +');
          await expect(greeting(page).locator('.cm-lintRange-error').first()).toBeVisible();
        },
      },
      {
        name: 'expression, own input',
        show: async (page) => {
          await page.keyboard.press('Escape');
          await greeting(page).click();
          await page.keyboard.press('Control+a');
          await page.keyboard.type('{% input.name');
          await inspector(page)
            .getByRole('button', { name: /^Data:/ })
            .first()
            .click();
          await page.getByRole('menuitem', { name: 'Own input…' }).click();
          await expect(page.getByRole('dialog', { name: 'Try expressions on your own input' })).toBeVisible();
        },
      },
    ],
  },
  {
    name: 'a schema',
    start: async (page, served) => {
      await hello(page, served);
      await inspector(page).getByRole('tab', { name: 'Data', exact: true }).click();
    },
    views: [
      {
        name: 'schema, more about a field',
        show: (page) => schema(page).getByRole('button', { name: 'More about name' }).click(),
        isChosen: true,
      },
      { name: 'schema, new field', show: (page) => schema(page).getByRole('button', { name: 'Add a field' }).click() },
      {
        name: 'schema, from a sample',
        show: (page) => schema(page).getByRole('button', { name: 'From a sample' }).click(),
      },
    ],
  },
  {
    name: 'problems that can be mended',
    start: async (page, served) => {
      await open(page, served, 'to-mend.saga.json', toMend);
      await dockTab(page, 'Problems').click();
    },
    views: [
      {
        name: 'problems, fixes',
        show: (page) => expect(problems(page).getByRole('button', { name: 'Change to charge' })).toBeVisible(),
        isChosen: true,
      },
      {
        name: 'problems, menu of fixes',
        show: (page) =>
          problems(page)
            .getByRole('button', { name: /^Fixes: No activity lgo/ })
            .first()
            .click(),
      },
      {
        name: 'problems of a step',
        show: async (page) => {
          await page.keyboard.press('Escape');
          const badge = drawing(page)
            .locator('[data-id="charge"]')
            .getByRole('button', { name: /problem/i });
          await badge.click();
          await expect(page.getByRole('dialog', { name: 'Problems' })).toBeVisible();
        },
        isChosen: true,
      },
      {
        name: 'problem in a field',
        show: async (page) => {
          await page.keyboard.press('Escape');
          await problems(page)
            .getByRole('button', { name: /^Error startToClose of charge/ })
            .click();
        },
      },
    ],
  },
];
