import type { Program } from './program.ts';
import type { HistoryOptions } from './verbs/history.ts';
import type { RunsOptions } from './verbs/runs.ts';
import type { TraceOptions } from './verbs/trace.ts';
import { databaseOption } from './verbs-run.ts';

export function addReadVerbs({ command, ends }: Program): void {
  command('runs', 'List runs, the latest first.', ['runs --status suspended', 'runs --workflow order --json'])
    .addOption(databaseOption())
    .option('--workflow <name>', 'of this workflow only')
    .option('--status <status>', 'in this status only')
    .option('--limit <n>', 'so many at most', '50')
    .option('--cursor <cursor>', 'go on where a list ended: its next')
    .option('--json', 'one JSON document on stdout')
    .action(ends(async (options: RunsOptions) => (await import('./verbs/runs.ts')).runs(options)));

  command('history <run>', 'Print the events of a run.', ['history 0199a1b2-run --json'])
    .addOption(databaseOption())
    .option('--after <seq>', 'events after this number only', '0')
    .option('--limit <n>', 'so many at most', '1000')
    .option('--json', 'one JSON document on stdout')
    .action(
      ends(async (run: string, options: HistoryOptions) => (await import('./verbs/history.ts')).history(run, options)),
    );

  command('trace <run>', 'Show the timeline of a run.', [
    'trace 0199a1b2-run',
    'trace 0199a1b2-run --json > trace.otlp.json',
  ])
    .addOption(databaseOption())
    .option('--json', 'OTLP as one JSON document on stdout')
    .action(ends(async (run: string, options: TraceOptions) => (await import('./verbs/trace.ts')).trace(run, options)));

  const projections = command('projections', 'Read models, which follow from the histories.', ['projections rebuild']);
  projections
    .command('rebuild')
    .description('Drop every read model and make it anew from the histories.')
    .addHelpText('after', '\nExample:\n  sagaloom projections rebuild --db .sagaloom/runs.db')
    .addOption(databaseOption())
    .action(
      ends(async (options: { db: string }) => (await import('./verbs/projections.ts')).rebuildProjections(options)),
    );
}
