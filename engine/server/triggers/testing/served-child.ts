/** A server on a workspace, until it is killed: `served-child.ts WORKSPACE`. Says its address on stdout once it listens. */
import { compile } from '../../../core/index.ts';
import { createEngineHost } from '../../host.ts';
import { toJsonObject } from '../../json.ts';
import { servePage } from '../../page/serve.ts';

const [, , workspace = ''] = process.argv;
process.once('disconnect', () => process.exit());
const host = await createEngineHost({ workspace, database: '.sagaloom/runs.db', shop: null });
const { engine } = host.context;
const compiled = compile({
  format: 'sagaloom/v1',
  name: 'order',
  triggers: {
    hook: { type: 'webhook', input: { key: '{% trigger.key %}' } },
    files: { type: 'file', pattern: 'inbox/*', settle: '20ms', input: { key: '{% trigger.path %}' } },
    often: { type: 'schedule', every: '1s', overlap: 'allow', catchUp: '1h', input: { key: '{% trigger.at %}' } },
  },
  start: 'done',
  steps: { done: { type: 'succeed', output: '{% input.key %}' } },
});
if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics));
const { definition, hash } = compiled;
await engine.deploy({ definition: toJsonObject(definition), hash, by: 'test' });
const page = await servePage({ host, port: 0 });
process.stdout.write(`${JSON.stringify({ url: page.url })}\n`);
