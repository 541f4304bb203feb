import { type Command, Option } from 'commander';
import type { RunStatus } from '../core/event.ts';
import type { Program } from './program.ts';
import type { CheckOptions } from './verbs/check-upgrade.ts';
import type { HeatOptions } from './verbs/heat.ts';
import type { HistoryOptions } from './verbs/history.ts';
import type { ProjectionsOptions } from './verbs/projections.ts';
import type { RunsOptions } from './verbs/runs.ts';
import type { TraceOptions } from './verbs/trace.ts';
import { attributeOption, databaseOption } from './options.ts';

/** By type, all there are. */
const statuses = Object.keys({
  running: 0,
  paused: 0,
  suspended: 0,
  completed: 0,
  failed: 0,
  compensated: 0,
  cancelled: 0,
  terminated: 0,
  timedOut: 0,
  continuedAsNew: 0,
} satisfies Record<RunStatus, 0>);

export function addReadVerbs({ command, ends }: Program): void {
  addRuns({ command, ends });

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

  addHeatVerb(command, ends);

  command('check-upgrade <file>', 'Replay stored runs against an edited file, and say which would go another way.', [
    'check-upgrade order.saga.json --db .sagaloom/runs.db',
  ])
    .addOption(databaseOption())
    .option('--json', 'one JSON document on stdout')
    .action(
      ends(async (file: string, options: CheckOptions) =>
        (await import('./verbs/check-upgrade.ts')).checkUpgrade(file, options),
      ),
    );

  const projections = command(
    'projections',
    'Read models that follow the histories, and how far behind them they are.',
    ['projections --json', 'projections rebuild'],
  )
    .addOption(databaseOption())
    .option('--json', 'one JSON document on stdout')
    .action(ends(async (options: ProjectionsOptions) => (await import('./verbs/projections.ts')).projections(options)));
  projections
    .command('rebuild')
    .description('Drop every read model and make it anew from the histories.')
    .addHelpText('after', '\nExample:\n  sagaloom projections rebuild --db .sagaloom/runs.db')
    .addOption(databaseOption())
    .action(
      ends(async (_: unknown, rebuild: Command) =>
        // the database is named before `rebuild` or after it: commander gives it to the verb either way
        (await import('./verbs/projections.ts')).rebuildProjections(rebuild.optsWithGlobals()),
      ),
    );
}

function addHeatVerb(command: Program['command'], ends: Program['ends']): void {
  command('heat <workflow>', 'Show how the steps of a workflow fare over many runs.', [
    'heat order',
    'heat order --limit 10000 --since 2026-11-01T00:00:00Z --json',
    'heat order --source traces',
  ])
    .addOption(databaseOption())
    .addOption(
      new Option('--source <source>', 'runs of this database, or traces received or imported')
        .choices(['runs', 'traces'])
        .default('runs'),
    )
    .option('--limit <n>', 'the newest so many at most', '1000')
    .addOption(new Option('--status <status>', 'runs in this status only').choices(statuses))
    .option('--hash <hash>', 'of this version only')
    .option('--since <time>', 'begun then or later, such as 2026-11-22T08:00:00Z')
    .option('--until <time>', 'begun before then')
    .option('--json', 'one JSON document on stdout')
    .action(
      ends(async (workflow: string, options: HeatOptions) => (await import('./verbs/heat.ts')).heat(workflow, options)),
    );
}

function addRuns({ command, ends }: Program): void {
  command('runs [filter]', 'List runs, the latest first.', [
    'runs --status suspended',
    'runs --workflow order --attribute customer=ada --json',
    "runs 'status:failed,timedOut started:<1d attr.total>=100' --sort duration:desc",
    'runs workflow:order --count',
  ])
    .addOption(databaseOption())
    .option('--workflow <name>', 'of this workflow only')
    .addOption(new Option('--status <status>', 'in this status only').choices(statuses))
    .addOption(attributeOption())
    .option('--sort <column[:order]>', 'by started, ended, duration, workflow, status or events; :asc or :desc')
    .option('--limit <n>', 'so many at most', '50')
    .option('--cursor <cursor>', 'go on where a list ended: its next')
    .option('--count', 'how many there are, by status, instead of a list')
    .option('--json', 'one JSON document on stdout')
    .action(
      ends(async (filter: string | undefined, options: RunsOptions) =>
        (await import('./verbs/runs.ts')).runs(filter, options),
      ),
    );
}
