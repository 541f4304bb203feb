import type { DeliveryInfo } from '../../contract/index.ts';
import { asked, type Client } from '../access/client.ts';
import { withAccess } from '../access/open.ts';
import { type ExitCode, SUCCESS, wrongInput } from '../codes.ts';
import { readInteger } from '../inputs.ts';
import { fail, print, printJson, say } from '../terminal.ts';
import { table } from '../text/table.ts';
import type { Action, DeliveriesOptions } from './deliveries-words.ts';

export async function deliveries(
  action: Action | undefined,
  id: string | undefined,
  options: DeliveriesOptions,
): Promise<ExitCode> {
  if (action === undefined) return list(options);
  if (id === undefined) return fail(wrongInput(`Name the delivery to ${action}: its id is in the list.`));
  return withAccess(options, '', async ({ client }) => {
    if (action === 'show') return show(client, id);
    const answer = await asked(client.deliveries[action]({ id }));
    if (!answer.ok) return fail(answer);
    if (options.json) printJson(answer.value);
    else print(sentence(answer.value));
    return SUCCESS;
  });
}

async function show(client: Client, id: string): Promise<ExitCode> {
  const answer = await asked(client.deliveries.get({ id }));
  if (!answer.ok) return fail(answer);
  printJson(answer.value);
  return SUCCESS;
}

async function list({
  limit,
  cursor,
  json,
  workflow,
  trigger,
  status,
  ...where
}: DeliveriesOptions): Promise<ExitCode> {
  const count = readInteger('--limit', limit, 1, 500);
  if (!count.ok) return fail(count);
  const query = { limit: count.value, workflow, trigger, status, cursor };
  return withAccess(where, '', async ({ client }) => {
    const answer = await asked(client.deliveries.list(query));
    if (!answer.ok) return fail(answer);
    const { items, next } = answer.value;
    if (json) printJson(answer.value);
    else if (items.length === 0) say('There are no such deliveries.');
    else print(table(['DELIVERY', 'TRIGGER', 'CAME', 'STATUS', 'RUN'], items.map(cells)));
    if (!json && next !== null) say(`There are more: --cursor ${next}`);
    return SUCCESS;
  });
}

const cells = (delivery: DeliveryInfo): readonly string[] => [
  delivery.id,
  delivery.trigger === null ? delivery.workflow : `${delivery.workflow}/${delivery.trigger}`,
  delivery.at,
  stateOf(delivery),
  delivery.runId ?? '',
];

function stateOf({ status, dueAt, problem, duplicates }: DeliveryInfo): string {
  if (status === 'pending' && dueAt !== null) return `due ${dueAt}`;
  const again = duplicates === 0 ? '' : `, came ${duplicates + 1} times`;
  return `${problem === null ? status : `${status}: ${problem.reason}`}${again}`;
}

export function sentence({ id, status, runId, dueAt, problem }: DeliveryInfo): string {
  if (status === 'pending' && dueAt !== null) return `${id}: due ${dueAt}`;
  return `${id}: ${status}${runId === null ? '' : ` ${runId}`}${problem === null ? '' : `: ${problem.reason}`}`;
}
