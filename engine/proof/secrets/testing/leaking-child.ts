/**
 * A process to be searched: `leaking-child.ts FOLDER` runs a workflow whose activity betrays two secrets, hands on what it gave (to a child, an
 * event, a message, a search attribute, a query), and ends. All it keeps and says is FOLDER's, stdout's and stderr's.
 */
import path from 'node:path';
import { localActivities, workforce } from '../../../activities/index.ts';
import { stderrLogger } from '../../../activities/logger.ts';
import { noPlace } from '../../../activities/place.ts';
import type { Definitions } from '../../../runtime/ports.ts';
import { cleanStderr } from '../../../server/clean-stderr.ts';
import { openHostEngine } from '../../../server/engine.ts';
import { toJsonObject } from '../../../server/json.ts';
import { compileDocument } from '../../../server/prepare-run.ts';
import { wholeHistory } from '../../../server/whole-history.ts';
import { workspaceSecrets } from '../../../server/secrets/index.ts';
import { readTrace, toOtlpJson } from '../../../telemetry/index.ts';
import { leak } from './leak.ts';

const child = {
  format: 'sagaloom/v1',
  name: 'child',
  start: 'fail',
  steps: { fail: { type: 'fail', error: { type: 'child.failed', message: '{% $string(input.said) %}' } } },
};

const parent = {
  format: 'sagaloom/v1',
  name: 'parent',
  variables: { told: null },
  searchAttributes: { told: { type: 'string', value: '{% $substring($string(vars.told), 0, 200) %}' } },
  queries: { told: { returns: '{% vars.told %}' } },
  updates: { tell: { assign: {}, returns: '{% vars.told %}' } },
  start: 'leak',
  steps: {
    leak: {
      type: 'task',
      activity: 'leak',
      with: { secret: '{% secrets.PLANTED_ENV %}', asks: 'PLANTED_DOTENV' },
      retry: [{ maxAttempts: 3, initialInterval: '10ms' }],
      timeouts: { heartbeat: '20s' },
      assign: { told: '{% result.said %}' },
      next: 'again',
    },
    again: {
      type: 'task',
      activity: 'leak',
      with: { secret: '{% secrets.PLANTED_FILE %}', asks: 'PLANTED_ENV' },
      retry: [{ maxAttempts: 1 }],
      catch: [{ next: 'tell' }],
      next: 'tell',
    },
    tell: { type: 'emit', event: 'told', payload: '{% vars.told %}', next: 'sub' },
    sub: {
      type: 'child',
      workflow: 'child',
      input: { said: '{% vars.told %}' },
      catch: [{ next: 'done' }],
      next: 'done',
    },
    done: { type: 'succeed', output: '{% vars.told %}' },
  },
};

const startableOf = (document: object) => {
  const compiled = compileDocument(JSON.stringify(document), null);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics));
  const { definition, hash } = compiled.value;
  return { definition: toJsonObject(definition), hash, config: {} };
};

cleanStderr();
const [folder = '.'] = process.argv.slice(2);
const definitions: Definitions = {
  latest: async (name) => (name === 'child' ? startableOf(child) : null),
};
const activities = workforce([
  localActivities(new Map([['leak', leak]]), stderrLogger(), () => ({ ok: true, place: noPlace })),
]);
const engine = await openHostEngine(path.join(folder, '.sagaloom', 'runs.db'), {
  activities,
  definitions,
  secrets: workspaceSecrets({ workspace: folder, env: process.env }),
});
await engine.start({ ...startableOf(parent), input: null, by: 'proof', runId: 'leaking' });
const entry = await engine.settled('leaking');
const answers = [await engine.query('leaking', 'told'), await engine.whole(entry?.output ?? null)];
const history = wholeHistory(engine.reader, 'leaking');
const otlp = toOtlpJson(readTrace(history));
await engine.projected();
process.stdout.write(`${JSON.stringify({ entry, answers, history, otlp })}\n`);
if (process.argv.includes('--killed')) process.kill(process.pid, 'SIGKILL'); // with its WAL as it is
await engine.close();
