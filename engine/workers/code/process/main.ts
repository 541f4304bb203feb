/**
 * A process of the workspace's own code. It loads all of it, then does one attempt at a time, so that whatever that attempt does to its
 * process is done to it alone. Started by ../slot.ts.
 */
import type { LoadAsked, RunAsked, ToProcess } from '../wire.ts';
import { type Attempt, attemptOf } from './context.ts';
import { type Channel, openChannel } from './channel.ts';
import { described, oneLine, stackOf } from './failure.ts';
import { openInspector } from './inspector.ts';
import { holdLifeline } from './lifeline.ts';
import { loadCode, type LoadedCode } from './load.ts';
import { capturePrinted, Log } from './log.ts';
import { perform } from './perform.ts';
import { Place } from './place.ts';
import { failed } from '../../../activities/activity.ts';
import type { ProcessOptions } from '../spawn.ts';

const BROKEN = 70;

const options = JSON.parse(process.argv[2] ?? '{}') as ProcessOptions;
process.argv.splice(1); // nothing in it is for the code
process.title = 'sagaloom activities';

const channel = openChannel();
const log = new Log(channel.send);
let place = new Place(process.cwd());
let code: LoadedCode | null = null;
let current: Attempt | null = null;

holdLifeline(options.mostMb);
capturePrinted(log);
tellWhatBreaks(channel);
if (options.inspectPort !== null) openInspector(options.inspectPort, (url) => channel.send({ t: 'inspector', url }));
channel.listen(take);

function take(message: ToProcess): void {
  if (message.t === 'load') void load(message);
  else if (message.t === 'run') void run(message);
  else if (message.t === 'abort') current?.abort();
  else current?.given(message.ask, message.value);
}

async function load({ workspace, skip }: LoadAsked): Promise<void> {
  place = new Place(workspace);
  code = await loadCode({ place, skip, onFile: (file) => channel.send({ t: 'loading', file }) });
  channel.send({ t: 'loaded', ...code.loaded });
}

async function run(asked: RunAsked): Promise<void> {
  const activity = code?.activities.get(asked.activity);
  const attempt = attemptOf(asked, channel.send, log);
  current = attempt;
  log.begin(asked.id);
  const result =
    activity === undefined
      ? failed({ type: 'activity.unknown', message: `There is no activity ${asked.activity} here.`, effect: 'none' })
      : await perform(activity, asked.with, attempt.context, place);
  attempt.end();
  log.end();
  current = null;
  channel.send({ t: 'ended', id: asked.id, result });
}

/** What is thrown where nobody catches it leaves the process in a state that nobody knows: it ends. */
function tellWhatBreaks({ send, sendAndLeave }: Channel): void {
  const broke = (what: string, error: unknown): void => {
    const message = `${what}: ${oneLine(place.short(described(error)))}`;
    log.end();
    sendAndLeave({ t: 'broken', message, details: { stack: stackOf(error, place) } }, BROKEN);
  };
  process.on('uncaughtException', (error) => broke('an error was thrown where nothing catches it', error));
  process.on('unhandledRejection', (error) => broke('a promise was rejected, and nothing handled it', error));
  const exit = process.exit.bind(process);
  process.exit = (exitCode) => {
    const stack = stackOf(new Error('process.exit was called'), place);
    log.end();
    send({ t: 'broken', message: `its code called process.exit(${exitCode ?? ''})`, details: { stack } });
    return exit(exitCode);
  };
}
