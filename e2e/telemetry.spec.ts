/** Telemetry in the settings: a collector of one's own gets a test span, and what is wrong with it is said. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, type Page } from '@playwright/test';
import { type Served, test } from './served.ts';

interface Collector {
  readonly server: Server;
  readonly url: string;
  readonly asked: (string | undefined)[];
  status: number;
}

/** What came with which `x-key`. */
async function collector(): Promise<Collector> {
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      asked.push(String(request.headers['x-key']));
      response.writeHead(self.status);
      response.end(self.status === 200 ? '' : 'no such key');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const self: Collector = { server, url, asked, status: 401 };
  return self;
}

async function openTelemetry(page: Page, served: Served): Promise<void> {
  await page.goto(served.url);
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('tab', { name: 'Telemetry' }).click();
}

test('telemetry is set up by keyboard, tested, and its state shown', async ({ page, served }) => {
  const to = await collector();
  await openTelemetry(page, served);
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  const send = dialog.getByRole('button', { name: 'Send a test span' });
  await expect(send).toBeDisabled();
  await expect(dialog.getByRole('row', { name: 'Traces' })).toContainText('not sent');

  await dialog.getByLabel('Endpoint').fill('collector');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('An endpoint begins with http://')).toBeVisible();
  await dialog.getByLabel('Endpoint').fill(to.url);
  await page.keyboard.press('Enter');
  await dialog.getByRole('switch', { name: 'Send telemetry' }).press('Space');
  await expect(dialog.getByRole('row', { name: 'Traces' })).not.toContainText('not sent');
  await send.press('Enter');
  await expect(dialog.getByRole('status')).toContainText('answered 401: no such key');

  to.status = 200;
  await dialog.getByLabel('Name of the header').fill('x-key');
  await dialog.getByLabel('Value', { exact: true }).fill('hunter2');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('value is kept and not shown')).toBeVisible();
  await send.press('Enter');
  await expect(dialog.getByRole('status')).toContainText('The collector took it.');
  expect(to.asked).toContain('hunter2');
  await expect(page.getByText('hunter2')).toHaveCount(0);

  await page.reload();
  await openTelemetry(page, served);
  await expect(dialog.getByLabel('Endpoint')).toHaveValue(to.url);
  await expect(dialog.getByRole('switch', { name: 'Send telemetry' })).toBeChecked();
  to.server.close();
});
