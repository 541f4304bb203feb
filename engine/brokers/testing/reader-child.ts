/** Reads in a process of its own, says what it got, and never finishes with it: to be killed in the middle. */
import { quickLimits } from './limits.ts';
import { openBroker } from '../open.ts';

const { settings, topic, group } = JSON.parse(process.argv[2] ?? '{}') as {
  readonly settings: { readonly type: string };
  readonly topic: string;
  readonly group: string;
};
const opened = await openBroker(settings);
if (!opened.ok) throw new Error(opened.problem);
const say = (word: string): void => void process.stdout.write(`${word}\n`);
const onMessage = ({ id }: { readonly id: string }): Promise<void> => {
  say(`got ${id}`);
  return new Promise(() => {});
};
await opened.broker.consume(
  { topic, group, limits: quickLimits },
  { onMessage, warn: say },
  new AbortController().signal,
);
say('listening');
