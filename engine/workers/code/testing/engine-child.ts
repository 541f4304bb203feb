/** An engine's process, as far as its workspace's code can tell: begins attempts that never end, and tells their processes. */
import { workOf } from './work.ts';
import { openCode } from '../index.ts';

const code = await openCode({
  workspace: process.argv[2] ?? '',
  logger: (_, message) => console.log(message),
  reserved: new Set(),
});
for (const name of ['loop', 'wait']) void code.perform(workOf(name, null), new AbortController().signal);
