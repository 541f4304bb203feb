import type { Program } from './program.ts';

export function addDefinitionVerbs({ command, ends }: Program): void {
  command('init [dir]', 'Make a workspace with an example.', ['init my-workflows']).action(
    ends(async (dir?: string) => (await import('./verbs/init.ts')).init(dir ?? '.')),
  );

  command('validate <files...>', 'Compile files and print what is wrong with them.', [
    'validate order.saga.json',
    'validate flows/*.saga.json --json',
  ])
    .option('--json', 'one JSON document on stdout')
    .action(
      ends(async (files: string[], options: { json?: true }) =>
        (await import('./verbs/validate.ts')).validate(files, options),
      ),
    );

  command('compile <file>', 'Write the normalised definition.', ['compile order.saga.json -o order.json'])
    .option('-o, --output <file>', 'write there instead of to stdout')
    .option('--json', 'as without: the definition is JSON')
    .action(
      ends(async (file: string, options: { output?: string }) =>
        (await import('./verbs/compile.ts')).compileFile(file, options),
      ),
    );

  command('activities [name]', 'List the activities a task can run, or show what there is to read of one.', [
    'activities --json',
    'activities http',
  ])
    .option('--json', 'one JSON document on stdout')
    .action(
      ends(async (name: string | undefined, options: { json?: true }) =>
        (await import('./verbs/activities.ts')).activities(name, options),
      ),
    );

  command('types [dir]', "Write the types of activities and steps for the editor of a workspace's own code.", [
    'types',
    'types my-workflows',
  ]).action(ends(async (dir?: string) => (await import('./verbs/types.ts')).writeTypes(dir ?? '.')));

  command('eval <expr>', 'Evaluate one expression as the engine would.', [
    `eval '$sum(items.price)' --data '{"items":[{"price":2},{"price":3}]}'`,
  ])
    .option('--data <json>', 'what it is evaluated on: JSON, @FILE, or - for stdin', 'null')
    .option('--json', 'one JSON document on stdout')
    .action(
      ends(async (expr: string, options: { data: string; json?: true }) =>
        (await import('./verbs/eval.ts')).evalExpression(expr, options),
      ),
    );
}
