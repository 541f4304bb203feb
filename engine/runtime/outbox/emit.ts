import type { AttemptResult } from '../../core/command.ts';
import type { EmitWanted } from '../../core/effect.ts';
import { deliverSignal } from './delivery.ts';
import { completed, failed, type Office, senderName } from './office.ts';
import type { Sender } from './outbox.ts';

/** LI2. `key` is the dedupe id, so that delivering again changes nothing. */
export async function emit(
  office: Office,
  { target, with: payload, key }: EmitWanted,
  sender: Sender,
): Promise<AttemptResult | 'soon'> {
  const { runId } = sender;
  if (target.kind === 'event') {
    await office.publish({ key, name: target.event, payload, at: office.clock.now(), runId });
    return completed(null);
  }
  const { signal: name, key: correlation } = target;
  const outcome = await deliverSignal(office, target.runId, {
    type: 'signal',
    name,
    payload,
    ...(correlation === null ? {} : { key: correlation }),
    id: key,
    by: senderName(runId),
  });
  if (outcome === 'soon') return 'soon';
  if (outcome.kind === 'accepted') return completed(null);
  if (outcome.code === 'full') return failed({ type: 'signal.full', message: outcome.reason });
  const isGone = outcome.code === 'notFound' || outcome.code === 'notRunning';
  return isGone
    ? failed({ type: 'signal.notFound', message: `No run ${target.runId} takes signals.`, retryable: false })
    : failed({ type: 'signal.invalid', message: outcome.reason, retryable: false });
}
