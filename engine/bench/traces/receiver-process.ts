/** A trace store with its receiver on, as a server has it, in a process of its own that can be killed. Says its URL. */
import { openTraceStore } from '../../traces/index.ts';

const [database = '', port = ''] = process.argv.slice(2);
const store = openTraceStore(database);
const { url, problem } = await store.setReceiver({ on: true, port: Number(port) });
if (url === null) throw new Error(problem ?? 'it does not listen');
console.log(url);
setInterval(() => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuSeconds: (user + system) / 1e6, rss: process.memoryUsage.rss() });
}, 100);
process.on('disconnect', () => process.exit());
