import type { Program } from './program.ts';
import { whereOptions } from './options.ts';
import type { WorkerOptions } from './verbs/worker.ts';
import type { WorkersOptions } from './verbs/workers.ts';

const help = `
The server is asked with the token in SAGALOOM_WORKER_TOKEN; without it, with that of a server of yours on this machine. SIGINT or
SIGTERM: takes nothing more, finishes what it has, and ends; a second one ends it at once, and what it had is tried again by others.`;

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

/** Who does tasks elsewhere. */
export function addWorkerVerbs({ command, ends }: Program): void {
  command('worker', "Do tasks for a server, with the workspace's activities.", [
    'worker --queue reports',
    'worker --url http://10.0.0.5:4860 --queue gpu --concurrency 2 --workspace flows',
  ])
    .addHelpText('after', help)
    .option('--url <url>', 'the server (default: the one of the workspace that is up, else http://127.0.0.1:4860)')
    .option('--queue <name>', 'a task queue to work for; may be given several times (default: default)', collect, [])
    .option('--concurrency <n>', 'tasks at a time', '10')
    .option('--workspace <dir>', 'the folder with the activities and their settings', '.')
    .option('--id <id>', 'what it is listed as (default: a new one each time)')
    .option('--build <id>', 'which code it runs; a queue may ask for certain builds (default: the version)')
    .option('--secret <name>', 'one that activities may ask the server for; may be given several times', collect, [])
    .option('--lease <duration>', 'a task is lost after so long without a sign of this process', '30s')
    .action(ends(async (options: WorkerOptions) => (await import('./verbs/worker.ts')).worker(options)));

  whereOptions(command('workers', 'List the workers of a server.', ['workers --url http://127.0.0.1:4860 --json']))
    .option('--json', 'one JSON document on stdout')
    .action(ends(async (options: WorkersOptions) => (await import('./verbs/workers.ts')).workers(options)));
}
