import type { DemoStatus, ShopFaults } from '@sagaloom/engine/contract';
import type { JsonObject } from '@sagaloom/engine/core';
import { create } from 'zustand';
import { engine } from '../../rpc/index.ts';

interface DemoState {
  readonly status: DemoStatus | null;
  /** The books as they were before the run that is looked at, to compare with. */
  readonly before: JsonObject | null;
  readonly busy: boolean;
}

/** The example's shop: a small service of its own, with money and stock that can be counted. */
export const useDemo = create<DemoState>(() => ({ status: null, before: null, busy: false }));

export async function loadDemo(): Promise<void> {
  try {
    took(await engine.demo.status());
  } catch {
    // An engine without the examples has no shop; the panel says so.
  }
}

export async function startDemo(): Promise<void> {
  await busily(async () => took(await engine.demo.start()));
}

export async function stopDemo(): Promise<void> {
  await busily(async () => took(await engine.demo.stop()));
}

export async function setFaults(faults: Partial<ShopFaults>): Promise<void> {
  took(await engine.demo.setFaults(faults));
}

/** From now on, the panel compares with the books as they are now. */
export async function rememberBooks(): Promise<void> {
  const status = await engine.demo.status();
  useDemo.setState({ status, before: status.books });
}

function took(status: DemoStatus): void {
  useDemo.setState(({ before }) => ({ status, before: before ?? status.books }));
}

async function busily(work: () => Promise<void>): Promise<void> {
  useDemo.setState({ busy: true });
  try {
    await work();
  } finally {
    useDemo.setState({ busy: false });
  }
}
