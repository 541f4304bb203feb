import type { Program } from './program.ts';
import type { BenchOptions } from './verbs/bench.ts';

export function addBenchVerb({ command, ends }: Program): void {
  command(
    'bench [name]',
    "The engine's own benchmark, on this machine's disk; beside Restate and DBOS where they are installed.",
    ['bench', 'bench w1 --rounds 3 --json', 'bench --large --record'],
  )
    .option('--rounds <n>', 'everybody is measured once in each; medians are shown', '5')
    .option('--seconds <n>', 'how long each load is measured', '4')
    .option('--large', 'also with a million runs in the database')
    .option('--no-peers', 'leave out the others, though they are installed')
    .option('--record', 'add the result to engine/bench/RESULTS.md')
    .option('--profile', 'instead: where the time of w1 goes, as a CPU profile')
    .option('--json', 'one JSON document on stdout')
    .action(
      ends(async (name: string | undefined, options: BenchOptions) =>
        (await import('./verbs/bench.ts')).bench(name, options),
      ),
    );
}
