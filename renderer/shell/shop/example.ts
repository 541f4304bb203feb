import { findDocument, printDocument } from '../../document/index.ts';
import { isObject, type Json } from '@sagaloom/engine/core';
import { attempt } from '../notices.ts';
import { openFile } from '../files/files.ts';
import { showPanel } from '../layout.ts';
import { startRun } from '../../runs/start.ts';
import { startDemo, useDemo } from './demo.ts';
import { loadFiles, useWorkspace } from '../files/workspace.ts';

const fileName = 'order.saga.json';

/** Where the order saga is in this workspace; where the examples keep it, when it is not. */
async function orderSagaPath(): Promise<string> {
  if (useWorkspace.getState().files.length === 0) await loadFiles();
  const file = useWorkspace.getState().files.find(({ path }) => path.endsWith(fileName));
  return file?.path ?? `examples/order-saga/${fileName}`;
}

export async function openOrderSaga(): Promise<string | null> {
  return openFile(await orderSagaPath());
}

/** The shortest way to see the whole: shop, saga, run, and the books beside them. */
export async function runExample(): Promise<void> {
  const tab = await openOrderSaga();
  if (tab === null) return;
  showPanel('shop');
  await attempt('shell.shop.cannotStart', {}, async () => {
    if (!useDemo.getState().status?.running) await startDemo();
  });
  if (!useDemo.getState().status?.running) return;
  const document = findDocument(tab)?.document;
  if (!document) return;
  const { name, ui } = document;
  const sample: Json = (isObject(ui) ? ui['sampleInput'] : undefined) ?? {};
  await attempt('runs.cannotStart', {}, async () =>
    startRun({ tab, workflow: typeof name === 'string' ? name : '', text: printDocument(document), input: sample }),
  );
}
