import type { DeliveryInfo, ScheduleInfo, TriggerInfo } from '@sagaloom/engine/contract';
import { create } from 'zustand';
import { translate } from '../locales/index.ts';
import { engine } from '../rpc/index.ts';
import { runChanged } from '../runs/run-list.ts';
import { attempt, explain } from '../shell/notices.ts';
import { toast } from '../ui/index.ts';

interface TriggersState {
  readonly phase: 'loading' | 'ready' | 'broken';
  readonly problem: string | null;
  readonly schedules: readonly ScheduleInfo[];
  /** All but the schedules. */
  readonly listening: readonly TriggerInfo[];
  /** The latest first. */
  readonly deliveries: readonly DeliveryInfo[];
  readonly next: string | null;
}

/** What starts runs without a person, and what it started. */
export const useTriggers = create<TriggersState>(() => ({
  phase: 'loading',
  problem: null,
  schedules: [],
  listening: [],
  deliveries: [],
  next: null,
}));

const pageSize = 50;

export async function loadTriggers(): Promise<void> {
  try {
    const [schedules, triggers, deliveries] = await Promise.all([
      engine.schedules.list(),
      engine.triggers.list(),
      engine.deliveries.list({ limit: pageSize }),
    ]);
    useTriggers.setState({
      phase: 'ready',
      problem: null,
      schedules: schedules.items,
      listening: triggers.items.filter(({ type }) => type !== 'schedule'),
      deliveries: deliveries.items,
      next: deliveries.next,
    });
  } catch (error) {
    useTriggers.setState({ phase: 'broken', problem: explain(error) });
  }
}

export async function loadMoreDeliveries(): Promise<void> {
  const { next } = useTriggers.getState();
  if (next === null) return;
  const page = await engine.deliveries.list({ limit: pageSize, cursor: next });
  useTriggers.setState(({ deliveries }) => ({ deliveries: [...deliveries, ...page.items], next: page.next }));
}

export async function triggerNow({ workflow, name }: ScheduleInfo): Promise<void> {
  await attempt('triggers.schedule.failed', { name }, async () => {
    runChanged(await engine.schedules.trigger({ workflow, name }));
    toast(() => translate('triggers.schedule.triggered', { workflow }), 'ok');
    await loadTriggers();
  });
}

export async function setPaused({ workflow, name }: ScheduleInfo, paused: boolean): Promise<void> {
  await attempt('triggers.schedule.failed', { name }, async () => {
    await (paused ? engine.schedules.pause({ workflow, name }) : engine.schedules.resume({ workflow, name }));
    await loadTriggers();
  });
}

export async function replayDelivery({ id, workflow }: DeliveryInfo): Promise<void> {
  await attempt('triggers.delivery.failed', {}, async () => {
    await engine.deliveries.replay({ id });
    toast(() => translate('triggers.schedule.triggered', { workflow }), 'ok');
    await loadTriggers();
  });
}

/** A start for later that is not due yet. */
export async function cancelDelivery({ id }: DeliveryInfo): Promise<void> {
  await attempt('triggers.delivery.cannotCancel', {}, async () => {
    await engine.deliveries.cancel({ id });
    await loadTriggers();
  });
}
