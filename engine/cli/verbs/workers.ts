import type { WorkerInfo } from '../../contract/types.ts';
import { asked } from '../access/client.ts';
import { type Where, withAccess } from '../access/open.ts';
import { type ExitCode, SUCCESS } from '../codes.ts';
import { fail, print, printJson, say } from '../terminal.ts';
import { table } from '../text/table.ts';

export interface WorkersOptions extends Where {
  readonly json?: true;
}

export const workers = (options: WorkersOptions): Promise<ExitCode> =>
  withAccess(options, '', async ({ client }) => {
    const answer = await asked(client.workers.list());
    if (!answer.ok) return fail(answer);
    const { items } = answer.value;
    if (options.json) printJson(answer.value);
    else if (items.length === 0) say('There are no workers: start one with `sagaloom worker --queue NAME`.');
    else print(table(['WORKER', 'BUILD', 'QUEUES', 'TASKS', 'FREE', 'LAST SEEN', 'STATE'], items.map(cells)));
    return SUCCESS;
  });

const cells = ({ id, build, queues, excluded, slots, lastSeen, draining }: WorkerInfo): readonly string[] => [
  id,
  build,
  queues.map((queue) => (excluded.includes(queue) ? `${queue} (not this build)` : queue)).join(', '),
  String(slots.used),
  String(slots.free),
  lastSeen,
  draining ? 'draining' : 'active',
];
