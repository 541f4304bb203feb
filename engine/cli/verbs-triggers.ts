import { Argument, Option } from 'commander';
import type { Program } from './program.ts';
import { INPUT_FORM, whereOptions } from './options.ts';
import { type Action, actions, type DeliveriesOptions, statuses } from './verbs/deliveries-words.ts';
import type { SchedulesOptions } from './verbs/schedules.ts';
import type { TriggerOptions } from './verbs/trigger.ts';
import { asking } from './verbs-command.ts';

/** What starts runs without a person, and what it started. */
export function addTriggerVerbs({ command, ends }: Program): void {
  whereOptions(
    command('schedules', 'List what starts runs by the clock: the next ten times, and what the last ones started.', [
      'schedules --json',
    ]),
  )
    .option('--json', 'one JSON document on stdout')
    .action(ends(async (options: SchedulesOptions) => (await import('./verbs/schedules.ts')).schedules(options)));

  asking(
    command('trigger <name>', 'Fire a trigger of any type now: its name, or WORKFLOW/NAME.', [
      'trigger order/nightly',
      'trigger shop/paid --payload @paid.json --url http://127.0.0.1:4860',
    ]),
  )
    .addOption(new Option('--payload <json>', `what would have come: ${INPUT_FORM}`))
    .addOption(new Option('--input <json>', 'the same').hideHelp().conflicts('payload'))
    .action(
      ends(async (name: string, { input, ...options }: TriggerOptions & { readonly input?: string }) =>
        (await import('./verbs/trigger.ts')).trigger(
          name,
          input === undefined ? options : { ...options, payload: input },
        ),
      ),
    );

  whereOptions(
    command('deliveries', 'List what came to triggers and what it started, and starts that are not due yet.', [
      'deliveries --workflow order --status refused',
      'deliveries replay order.paid.0123456789abcdef01234567',
    ]),
  )
    .addArgument(new Argument('[action]', 'of one delivery').choices(actions))
    .addArgument(new Argument('[id]', 'its id'))
    .option('--workflow <name>', 'of this workflow only')
    .option('--trigger <name>', 'of this trigger only')
    .addOption(new Option('--status <status>', 'in this state only').choices(statuses))
    .option('--limit <n>', 'at most so many', '50')
    .option('--cursor <cursor>', 'go on where the last list ended')
    .option('--json', 'one JSON document on stdout')
    .action(
      ends(async (action: Action | undefined, id: string | undefined, options: DeliveriesOptions) =>
        (await import('./verbs/deliveries.ts')).deliveries(action, id, options),
      ),
    );
}
