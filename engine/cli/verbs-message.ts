import type { Program } from './program.ts';
import { INPUT_FORM, whereOptions } from './options.ts';
import type { QueryOptions, SignalOptions, UpdateOptions } from './verbs/message.ts';
import { asking } from './verbs-command.ts';

const work = () => import('./verbs/message.ts');

/** What is said to a run that goes on, and asked of it (LI1). */
export function addMessageVerbs({ command, ends }: Program): void {
  asking(
    command('signal <run> <name>', 'Send a signal to a run; it waits there until a step receives it.', [
      `signal 0199a1b2-run approved --payload '{"by":"Ada"}' --id approval-7`,
    ]),
  )
    .option('--payload <json>', INPUT_FORM, 'null')
    .option('--key <key>', 'what a receive with a key compares with: JSON, else text')
    .option('--id <id>', 'a second signal with the same id changes nothing')
    .action(
      ends(async (run: string, name: string, options: SignalOptions) => (await work()).signal(run, name, options)),
    );

  whereOptions(
    command('query <run> <name>', 'Ask a run a question that its definition declares. Changes nothing.', [
      'query 0199a1b2-run progress',
      `query 0199a1b2-run line --input '{"sku":"a"}' --json`,
    ]),
  )
    .option('--json', "the run's summary and the answer as one JSON document on stdout")
    .option('--input <json>', INPUT_FORM, 'null')
    .action(ends(async (run: string, name: string, options: QueryOptions) => (await work()).query(run, name, options)));

  asking(
    command('update <run> <name>', 'Change a run as its definition allows, and print the answer.', [
      `update 0199a1b2-run address --input '{"city":"Oslo"}' --id change-3`,
    ]),
  )
    .option('--input <json>', INPUT_FORM, 'null')
    .option('--id <id>', 'a second update with the same id gets the answer of the first')
    .action(
      ends(async (run: string, name: string, options: UpdateOptions) => (await work()).update(run, name, options)),
    );
}
