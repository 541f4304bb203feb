import type { Command } from 'commander';
import type { Program } from './program.ts';
import type { AskOptions, PlaceOptions } from './verbs/command.ts';
import { databaseOption } from './verbs-run.ts';

const work = () => import('./verbs/command.ts');

const asking = (command: Command): Command =>
  command
    .addOption(databaseOption())
    .option('--why <text>', 'recorded with the command')
    .option('--json', "the run's summary as one JSON document on stdout");

const placing = (command: Command): Command =>
  asking(command).option('--visit <n>', 'which time the step was entered', '1');

export function addCommandVerbs({ command, ends }: Program): void {
  asking(
    command('cancel <run>', 'Cancel a run: it undoes what it did.', ['cancel 0199a1b2-run --why "ordered twice"']),
  ).action(ends(async (run: string, options: AskOptions) => (await work()).ask('cancel', run, options)));

  asking(
    command('terminate <run>', 'End a run at once. It undoes nothing; what remains is listed.', [
      'terminate 0199a1b2-run',
    ]),
  ).action(ends(async (run: string, options: AskOptions) => (await work()).ask('terminate', run, options)));

  const placed = [
    ['retry-step', 'retryStep', 'Try a stuck step again.'],
    ['skip-step', 'skipStep', 'Go on without a stuck step.'],
    ['undo-retry', 'undoRetry', 'Try a stuck undo again.'],
    ['undo-skip', 'undoSkip', 'Leave one effect as it is, and undo the rest.'],
    ['undo-abort', 'undoAbort', 'Stop undoing; what remains is listed.'],
  ] as const;
  for (const [name, type, summary] of placed) {
    placing(command(`${name} <run> <path>`, summary, [`${name} 0199a1b2-run ship --why "done by hand"`])).action(
      ends(async (run: string, path: string, options: PlaceOptions) => (await work()).askAt(type, run, path, options)),
    );
  }

  placing(
    command('complete-step <run> <path>', 'Say what a stuck step would have given, and go on.', [
      `complete-step 0199a1b2-run ship --output '{"tracking":"T1"}'`,
    ]),
  )
    .requiredOption('--output <json>', 'JSON, @FILE, or - for stdin')
    .action(
      ends(async (run: string, path: string, options: PlaceOptions & { output: string }) =>
        (await work()).completeStep(run, path, options),
      ),
    );
}
