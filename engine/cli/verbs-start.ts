import type { Program } from './program.ts';
import { environmentOption, startOptions, whereOptions } from './options.ts';
import type { AskOptions } from './verbs/answer.ts';
import type { SchedulesOptions } from './verbs/schedules.ts';
import type { DeployOptions, StartOptions } from './verbs/start.ts';
import { asking } from './verbs-command.ts';

/** How runs come to be without anybody waiting for them. */
export function addStartVerbs({ command, ends }: Program): void {
  whereOptions(
    command('deploy <file>', 'Make a file the latest version of its workflow, for runs that start from now on.', [
      'deploy order.saga.json --url http://127.0.0.1:4860',
    ]),
  )
    .option('--json', 'one JSON document on stdout')
    .action(
      ends(async (file: string, options: DeployOptions) => (await import('./verbs/start.ts')).deploy(file, options)),
    );

  environmentOption(
    startOptions(
      whereOptions(
        command('start <workflow|file>', 'Start a run, and leave it to the engine: a server, or the next one.', [
          `start order --input @order.json --id order-7 --url http://127.0.0.1:4860`,
          'start order.saga.json --input @order.json',
        ]),
      ),
    ),
  )
    .option('--id <id>', 'the id of the run; one that is there already is refused')
    .option('--json', "the run's summary as one JSON document on stdout")
    .action(
      ends(async (what: string, options: StartOptions) => (await import('./verbs/start.ts')).start(what, options)),
    );

  whereOptions(command('schedules', 'List what starts runs by the clock, with the next times.', ['schedules --json']))
    .option('--json', 'one JSON document on stdout')
    .action(ends(async (options: SchedulesOptions) => (await import('./verbs/schedules.ts')).schedules(options)));

  asking(
    command('trigger <name>', 'Fire a schedule now: its name, or WORKFLOW/NAME.', ['trigger order/nightly']),
  ).action(
    ends(async (name: string, options: AskOptions) => (await import('./verbs/schedules.ts')).trigger(name, options)),
  );
}
