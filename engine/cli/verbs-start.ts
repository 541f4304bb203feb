import { Option } from 'commander';
import type { Program } from './program.ts';
import { environmentOption, startOptions, whereOptions } from './options.ts';
import type { DeployOptions, StartOptions } from './verbs/start.ts';

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
          'start order --input @order.json --delay 2h',
          'start order --batch orders.csv --key item.orderId --rate 50/s --url http://127.0.0.1:4860',
        ]),
      ),
    ),
  )
    .option('--id <id>', 'the id of the run; one that is there already is refused')
    .addOption(new Option('--delay <duration>', 'start it so much later, such as 10m').conflicts(['at', 'batch']))
    .addOption(new Option('--at <time>', 'start it then, such as 2027-01-31T08:00').conflicts(['delay', 'batch']))
    .addOption(
      new Option('--batch <file>', 'start a run for each line of a .csv or of JSON Lines').conflicts(['id', 'input']),
    )
    .addOption(
      new Option(
        '--break <step>',
        'pause before this step; give it again for another, and resume with `sagaloom resume`',
      )
        .argParser<readonly string[]>((step, before) => [...(before ?? []), step])
        .conflicts(['delay', 'at', 'batch']),
    )
    .option('--key <expression>', 'of a batch: what tells items apart, such as item.orderId (default: the line)')
    .option('--batch-id <id>', 'of a batch: what it is called, so that it can be gone on with (default: the file)')
    .option('--rate <n/s>', 'of a batch: at most so many a second (s), minute (m) or hour (h)')
    .option('--json', "the run's summary as one JSON document on stdout")
    .action(
      ends(async (what: string, options: StartOptions) => (await import('./verbs/start.ts')).start(what, options)),
    );
}
