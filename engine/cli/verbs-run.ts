import { Option } from 'commander';
import { databaseOption, environmentOption, startOptions } from './options.ts';
import type { Program } from './program.ts';
import type { RunOptions } from './run/plan.ts';
import type { ServeOptions } from './verbs/serve.ts';

const mocksHelp = `
A mocks file: { "STEP": [ENTRY, …], "STEP#undo": [ENTRY, …] }, one entry an attempt, the last repeats. An entry is one of
  { "return": VALUE }
  { "throw": { "type": "pay.declined", "message": "…", "details": …, "effect": "none" } }
  { "timeout": "startToClose", "effect": true }   silent until that limit strikes; its effect is recorded as unknown
  { "lose": true, "effect": false }               a lost worker; its effect is recorded as unknown
each with "after": "10s", the time it takes, and "when": "sku = 'a'", an expression over what the step is given.
"effect" after a timeout or a loss is what became of it in the world; as the run cannot know, it undoes it either way.
A child, a message, or an undo that is a workflow, with a mock is neither started nor sent. Mocks are for the steps of the workflows
it starts, too.

A secret NAME is the environment variable SAGALOOM_SECRET_NAME, or one of \`sagaloom secrets\`.

A signals file: [{ "name": "approved", "payload": …, "at": "10s", "key": …, "id": "…" }, …], "at" from the start of the run.`;

export function addRunVerbs({ command, ends }: Program): void {
  environmentOption(
    startOptions(
      command('run <file>', 'Run a workflow to its end, and show its timeline.', [
        'run order.saga.json --input @order.json',
        `run order.saga.json --input '{"sku":"a"}' --config SHOP_URL=http://127.0.0.1:4870 --json`,
        'run order.saga.json --mocks order.mocks.json --mocks-only --virtual-time',
      ]),
    ),
  )
    .option('--mocks <file>', 'answers for steps, instead of their activities, children and messages')
    .option('--mocks-only', 'no activity is called: a task without a mock is an error')
    .option('--signals <file>', 'signals to send, each at its time from the start')
    .option('--workflows <dir>', 'where the workflows are that it starts (default: the folder of the file)')
    .option('--virtual-time', 'in memory, with a clock that jumps over waits; nothing is kept')
    .addOption(databaseOption())
    .option('--id <id>', 'the id of the run; one that is there already is carried on')
    .option(
      '--timeout <duration>',
      'leave the run open after so long (exit code 3), with --virtual-time in that time as well',
    )
    .addOption(new Option('--trace <form>', 'what is shown of the run').choices(['text', 'otlp', 'none']))
    .option('--json', 'one JSON document on stdout')
    .addHelpText('after', mocksHelp)
    .action(ends(async (file: string, options: RunOptions) => (await import('./verbs/run.ts')).run(file, options)));

  environmentOption(
    command('serve', 'The engine and the designer as a page, for this machine only. Carries on what is open.', [
      'serve --workflows flows --port 4860',
    ]),
  )
    .option('--port <n>', '0 chooses a free one', '4860')
    .option('--db <path>', 'the database of the runs (default: .sagaloom/runs.db in the workspace)')
    .option('--workflows <dir>', 'the workspace', '.')
    .option('--listen <address>', 'also listen on this address, for workers and webhooks alone')
    .option('--hook-limit <bytes>', 'the largest body of a webhook', '1048576')
    .option('--unsigned-hooks', 'let other machines and pages call webhooks that have no signature')
    .option(
      '--otlp-receiver [port]',
      'take traces of other programs on this machine, by OTLP/HTTP (default port: 4318)',
    )
    .option('--keep <duration>', 'ended runs are deleted after so long, such as 30d (default: never)')
    .action(ends(async (options: ServeOptions) => (await import('./verbs/serve.ts')).serve(options)));
}
