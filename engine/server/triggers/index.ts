import type { TriggerOf } from '../../core/definition/triggers.ts';
import type { Engine } from '../../runtime/index.ts';
import { rememberGiven } from '../../runtime/performing/given.ts';
import type { Secrets } from '../../runtime/ports.ts';
import { livePlace } from '../live-place.ts';
import { openTriggers, type TriggerFrame } from './frame.ts';
import type { TriggerSource } from './source.ts';

interface HostTriggers {
  readonly engine: Pick<Engine, 'triggers' | 'onDeployed' | 'deliver'>;
  readonly workspace: string;
  readonly env: NodeJS.ProcessEnv;
  readonly secrets: Secrets;
  readonly warn: (message: string) => void;
}

/** What a workspace's deployed workflows wait for, beside the clock, each other and requests: listened to until it is closed. */
export function hostTriggers({ engine, workspace, env, secrets, warn }: HostTriggers): TriggerFrame {
  const secret = givenOut(secrets);
  return openTriggers({ engine, sources, place: livePlace(workspace, env), secret, warn });
}

/** Clients of brokers, and what watches files, are loaded when a trigger needs them. */
const sources: readonly TriggerSource[] = [
  {
    type: 'file',
    open: async (named, ports) => (await import('./file/source.ts')).fileSource.open(typed(named), ports),
  },
  {
    type: 'message',
    open: async (named, ports) => (await import('./message/source.ts')).messageSource.open(typed(named), ports),
  },
];

type Named = Parameters<TriggerSource['open']>[0];

/** The frame gives a source triggers of its type alone. */
const typed = <T extends 'file' | 'message'>(named: Named) => named as Named & { readonly trigger: TriggerOf<T> };

/** DA7. By name, and taken out of whatever is said on stderr from then on. */
export const givenOut =
  (secrets: Secrets) =>
  async (name: string): Promise<string | null> => {
    const value = await secrets.get(name);
    if (value !== null) rememberGiven(name, value);
    return value;
  };
