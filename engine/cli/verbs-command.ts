import type { Command } from 'commander';
import type { Program } from './program.ts';
import type { AskOptions } from './verbs/answer.ts';
import type { Asking, Placed, PlaceOptions } from './verbs/command.ts';
import { whereOptions } from './options.ts';

const work = () => import('./verbs/command.ts');

/** What every command on a run takes. */
export const asking = (command: Command): Command =>
  whereOptions(command)
    .option('--why <text>', 'recorded with the command')
    .option('--json', "the run's summary as one JSON document on stdout");

const placing = (command: Command): Command =>
  asking(command).option('--visit <n>', 'which time the step was entered', '1');

const ofRuns: readonly (readonly [type: Asking, summary: string, example: string])[] = [
  ['cancel', 'Cancel a run: it undoes what it did.', 'cancel 0199a1b2-run --why "ordered twice"'],
  ['terminate', 'End a run at once. It undoes nothing; what remains is listed.', 'terminate 0199a1b2-run'],
  ['pause', 'Begin nothing more in a run; timers keep time.', 'pause 0199a1b2-run --why "the bank is down"'],
  ['resume', 'Let a paused run go on.', 'resume 0199a1b2-run --url http://127.0.0.1:4860'],
];

const ofPlaces: readonly (readonly [name: string, type: Placed, summary: string])[] = [
  ['retry-step', 'retryStep', 'Try a stuck step again.'],
  ['skip-step', 'skipStep', 'Go on without a stuck step.'],
  ['undo-retry', 'undoRetry', 'Try a stuck undo again.'],
  ['undo-skip', 'undoSkip', 'Leave one effect as it is, and undo the rest.'],
  ['undo-abort', 'undoAbort', 'Stop undoing; what remains is listed.'],
];

export function addCommandVerbs({ command, ends }: Program): void {
  for (const [type, summary, example] of ofRuns)
    asking(command(`${type} <run>`, summary, [example])).action(
      ends(async (run: string, options: AskOptions) => (await work()).ask(type, run, options)),
    );

  for (const [name, type, summary] of ofPlaces)
    placing(command(`${name} <run> <path>`, summary, [`${name} 0199a1b2-run ship --why "done by hand"`])).action(
      ends(async (run: string, path: string, options: PlaceOptions) => (await work()).askAt(type, run, path, options)),
    );

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
