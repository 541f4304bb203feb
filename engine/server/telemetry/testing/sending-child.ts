/** An engine that runs and sends, until it is killed: `sending-child.ts WORKSPACE DOCUMENT`. Starts runs without end; says when it is open. */
import { createRouterClient } from '@orpc/server';
import { createEngineHost } from '../../host.ts';

const [, , workspace = '', document = ''] = process.argv;
process.once('disconnect', () => process.exit());
const host = await createEngineHost({ workspace, database: '.sagaloom/runs.db', shop: null });
const client = createRouterClient(host.router, { context: host.context });
process.stdout.write('open\n');
for (;;) {
  const { runId } = await client.runs.start({ document, input: null });
  await host.context.engine.settled(runId);
}
