import { databaseOption } from './options.ts';
import type { Program } from './program.ts';
import type { TraceListOptions, TracesOptions } from './verbs/traces.ts';

const load = () => import('./verbs/traces.ts');

export function addTracesVerb({ command, ends }: Program): void {
  const traces = command('traces', 'Traces that come from elsewhere: received by a server, or imported from files.', [
    'traces import trace.json',
    'traces list --text charge',
    'traces show 5b8efff798038103d269b633813fc60c > trace.otlp.json',
    'traces remove 5b8efff798038103d269b633813fc60c',
  ]);

  traces
    .command('list', { isDefault: true })
    .description('What came last first.')
    .addOption(databaseOption())
    .option('--text <text>', 'part of the name, service, workflow, run or id')
    .option('--workflow <name>', 'of this workflow only')
    .option('--errors', 'with errors only')
    .option('--limit <n>', 'so many at most', '50')
    .option('--cursor <cursor>', 'go on where a list ended: its next')
    .option('--json', 'one JSON document on stdout')
    .action(ends(async (options: TraceListOptions) => (await load()).listTraces(options)));

  traces
    .command('import <files...>')
    .description('OTLP JSON, also a request a line, or Jaeger JSON; packed with gzip or not. - is stdin.')
    .addOption(databaseOption())
    .option('--json', 'one JSON document on stdout')
    .action(
      ends(async (files: readonly string[], options: TracesOptions) => (await load()).importTraces(files, options)),
    );

  traces
    .command('show <trace>')
    .description('One trace as OTLP JSON.')
    .addOption(databaseOption())
    .action(ends(async (trace: string, options: TracesOptions) => (await load()).showTrace(trace, options)));

  traces
    .command('remove <traces...>')
    .description('Forget traces.')
    .addOption(databaseOption())
    .option('--json', 'one JSON document on stdout')
    .action(ends(async (ids: readonly string[], options: TracesOptions) => (await load()).removeTraces(ids, options)));
}
