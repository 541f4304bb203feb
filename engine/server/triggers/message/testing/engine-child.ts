/** An engine that reads messages, in a process to be killed: it says what happens, a line each, and stops where it is told to. */
import { quickLimits } from '../../../../brokers/testing/limits.ts';
import { compile } from '../../../../core/index.ts';
import { openEngine } from '../../../../node/index.ts';
import { noPlace } from '../../../../activities/place.ts';
import { toJsonObject } from '../../../json.ts';
import { openTriggers } from '../../frame.ts';
import type { TriggerSource } from '../../source.ts';
import { type MessageTrigger, messagesWithin } from '../source.ts';

export interface ChildOptions {
  readonly database: string;
  readonly connection: { readonly type: string; readonly url: string };
  readonly topic: string;
  /** Hangs before it hands a message to the engine, or after the engine has written it and before the broker hears of it. */
  readonly hang: 'before' | 'after' | 'never';
}

const { database, connection, topic, hang } = JSON.parse(process.argv[2] ?? '{}') as ChildOptions;
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const forEver = (): Promise<never> => new Promise(() => {});

const messages = messagesWithin(quickLimits);
const told: TriggerSource<MessageTrigger> = {
  ...messages,
  open: (named, ports) =>
    messages.open(named, {
      ...ports,
      async deliver(delivery) {
        say(`received ${delivery.key}`);
        if (hang === 'before') await forEver();
        const delivered = await ports.deliver(delivery);
        say(`${delivered.kind} ${delivery.key}`);
        return hang === 'after' ? forEver() : delivered;
      },
    }),
};

const engine = await openEngine({ database, activities: { perform: forEver } });
const trigger = { type: 'message', connection: 'broker', topic };
const steps = { nap: { type: 'wait', for: '1h' } };
const compiled = compile({ format: 'sagaloom/v1', name: 'orders', start: 'nap', steps, triggers: { come: trigger } });
if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics));
await engine.deploy({ definition: toJsonObject(compiled.definition), hash: compiled.hash, by: 'test' });
const frame = openTriggers({
  engine,
  sources: [told],
  place: () => ({ ok: true, place: { ...noPlace, settings: { connections: { broker: connection } } } }),
  secret: async () => null,
  warn: say,
});
await frame.settled();
say('listening');
