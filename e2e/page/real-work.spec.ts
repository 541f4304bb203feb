import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openFile, runBar, showPanel, step } from '../designer.ts';
import { expect, test } from '../served.ts';

test.describe.configure({ timeout: 120_000 });

const greet = `import { defineActivity } from 'sagaloom';
import { z } from 'zod';
export const greet = defineActivity({
  name: 'greet', summary: 'Greets somebody.', input: z.object({ who: z.string().meta({ description: 'Whom to greet.' }) }),
  output: z.object({ text: z.string() }), run: ({ who }) => ({ text: 'Hello, ' + who }),
});
`;

const greeting = {
  format: 'sagaloom/v1',
  name: 'greeting',
  signals: {
    decide: {
      payload: {
        type: 'object',
        required: ['by', 'approved'],
        properties: { by: { type: 'string', title: 'Who decides' }, approved: { type: 'boolean', title: 'Approved' } },
      },
    },
  },
  triggers: { hook: { type: 'webhook' } },
  start: 'ask',
  steps: {
    ask: { type: 'receive', name: 'Decision', signal: 'decide', next: 'greet' },
    greet: { type: 'task', name: 'Greet', activity: 'greet', with: { who: '{% steps.ask.output.by %}' } },
  },
};

test('code of one’s own comes into the palette with its form; a web request starts a run; a person answers it by a form', async ({
  page,
  served,
}) => {
  const { workspace, url } = served;
  writeFileSync(path.join(workspace, 'greeting.saga.json'), JSON.stringify(greeting, null, 2));
  await page.goto(url);
  await showPanel(page, 'Steps');
  mkdirSync(path.join(workspace, 'activities'), { recursive: true });
  writeFileSync(path.join(workspace, 'activities', 'greet.ts'), greet);
  await expect(page.getByRole('option', { name: 'greet', exact: true })).toBeVisible({ timeout: 30_000 }); // at once, unasked

  await openFile(page, 'greeting.saga.json');
  await step(page, 'Greet').click();
  await expect(page.getByRole('textbox', { name: 'Who' })).toHaveText('{% steps.ask.output.by %}');
  await expect(page.getByText('Whom to greet.')).toBeVisible();

  await page.getByRole('button', { name: 'Deploy', exact: true }).click();
  await expect(page.getByText('greeting is deployed as version 1.')).toBeVisible();
  const call = () =>
    fetch(new URL('/hooks/greeting/hook', url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'once' },
      body: '{}',
    });
  const { runId } = (await (await call()).json()) as { runId: string };
  expect(await (await call()).json()).toMatchObject({ status: 'duplicate', runId });

  await showPanel(page, 'Triggers');
  const came = page.getByRole('list', { name: 'What came' });
  await expect(came.getByText('came once more')).toBeVisible();
  await came.getByRole('button', { name: 'Its run' }).click();
  await page.getByRole('button', { name: 'Answer…' }).click();
  const form = page.getByRole('form', { name: 'It waits for the signal decide.' });
  await form.getByRole('textbox', { name: 'Who decides' }).fill('Ada');
  await form.getByText('Approved').click();
  await form.getByRole('button', { name: 'Send signal' }).click();
  await expect(runBar(page).getByText('completed')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('"Hello, Ada"')).toBeVisible();
});
