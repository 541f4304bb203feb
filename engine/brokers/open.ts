import type { Broker } from './broker.ts';
import type { Driver } from './driver.ts';
import { type BrokerType, brokerTypes, kinds } from './kinds.ts';
import { listening } from './listening.ts';
import { publishing } from './publishing.ts';

export type OpenedBroker =
  | { readonly ok: true; readonly broker: Broker }
  /** What is wrong with the connection's settings, in one line, without their values. */
  | { readonly ok: false; readonly problem: string };

/** A broker by the settings of its connection; nothing is connected yet. */
export async function openBroker(settings: { readonly type: string }): Promise<OpenedBroker> {
  const type = brokerTypes.find((name) => name === settings.type);
  if (type === undefined) return { ok: false, problem: `its type must be one of ${brokerTypes.join(', ')}` };
  const problem = settingsProblem(type, settings);
  return problem === null ? { ok: true, broker: brokerOf(await kinds[type].load(settings)) } : { ok: false, problem };
}

/** Null: there is none. */
function settingsProblem(type: BrokerType, settings: unknown): string | null {
  const parsed = kinds[type].settings.safeParse(settings);
  if (parsed.success) return null;
  return parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'it'}: ${message}`).join('; ');
}

function brokerOf(driver: Driver): Broker {
  return {
    ...publishing(driver),
    consume: (subscription, listener, signal) => listening(driver, subscription, listener, signal),
  };
}
