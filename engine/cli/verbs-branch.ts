import type { Program } from './program.ts';
import type { AskOptions } from './verbs/answer.ts';
import type { ForkOptions } from './verbs/branch.ts';
import { asking } from './verbs-command.ts';

const work = () => import('./verbs/branch.ts');

const MOMENT = 'the number of the last event to keep, or a step: what was before it was last entered';

/** LI4, and versions: a run that goes on otherwise than it began. */
export function addBranchVerbs({ command, ends }: Program): void {
  asking(
    command('reset <run>', 'Start a run that goes on from an earlier point of another, which ends if it has not.', [
      'reset 0199a1b2-run --to ship --why "the address was wrong"',
      'reset 0199a1b2-run --to 12',
    ]),
  )
    .requiredOption('--to <seq|step>', MOMENT)
    .action(ends(async (run: string, options: AskOptions & { to: string }) => (await work()).reset(run, options)));

  asking(
    command('fork <run>', 'Try what else a run could have done, as a new run that touches nothing.', [
      'fork 0199a1b2-run --at ship --mocks declined.mocks.json',
    ]),
  )
    .requiredOption('--at <seq|step>', MOMENT)
    .option('--mocks <file>', 'answers for steps; others are answered as they were')
    .option('--real', 'ask the activities themselves: this has effects')
    .action(ends(async (run: string, options: ForkOptions) => (await work()).fork(run, options)));

  asking(
    command('migrate <run> <file>', 'Let an open run go on by another version of its workflow.', [
      'migrate 0199a1b2-run order.saga.json --why "the limit was wrong"',
    ]),
  ).action(ends(async (run: string, file: string, options: AskOptions) => (await work()).migrate(run, file, options)));
}
