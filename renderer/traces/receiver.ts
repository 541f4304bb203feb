import type { ReceiverInfo } from '@sagaloom/engine/contract';
import { create } from 'zustand';
import { translate } from '../locales/index.ts';
import { engine } from '../rpc/index.ts';
import { attempt } from '../shell/notices.ts';
import { announce } from '../ui/index.ts';

interface ReceiverState {
  readonly info: ReceiverInfo | null;
  /** It is being turned on or off. */
  readonly isChanging: boolean;
}

export const useReceiver = create<ReceiverState>(() => ({ info: null, isChanging: false }));

export async function loadReceiver(): Promise<void> {
  const info = await engine.traces.receiver.get().catch(() => null); // asked again at the next change
  if (info) useReceiver.setState({ info });
}

export async function setReceiver(on: boolean, port?: number): Promise<void> {
  useReceiver.setState({ isChanging: true });
  const info = await attempt('traces.receiver.failed', {}, async () =>
    engine.traces.receiver.set({ on, ...(port === undefined ? {} : { port }) }),
  );
  useReceiver.setState({ isChanging: false, ...(info ? { info } : {}) });
  if (!info || info.problem !== null) return;
  announce(
    info.on ? translate('traces.receiver.onSaid', { url: info.url ?? '' }) : translate('traces.receiver.offSaid'),
  );
}

export async function toggleReceiver(): Promise<void> {
  await loadReceiver();
  await setReceiver(!(useReceiver.getState().info?.on ?? false));
}

/** What a service is told, to send its traces here: two variables, as a shell reads them. */
export function sendHere(url: string): string {
  return `OTEL_EXPORTER_OTLP_ENDPOINT=${url}\nOTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf`;
}
