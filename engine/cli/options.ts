import { type Command, Option } from 'commander';

/** Options that several verbs share. */
export const databaseOption = (): Option =>
  new Option('--db <path>', 'the database of the runs').default('.sagaloom/runs.db');

const urlOption = (): Option =>
  new Option('--url <url>', 'ask the server there, such as http://127.0.0.1:4860, instead of a database').conflicts(
    'db',
  );

/** A database that no engine holds, or the server that does. */
export const whereOptions = (command: Command): Command => command.addOption(databaseOption()).addOption(urlOption());

/** DA6. For this process and those it starts, as if the variable had been set. */
export const environmentOption = (command: Command): Command =>
  command
    .option('--env <name>', 'one of the environments of sagaloom.config.json (default: SAGALOOM_ENV)')
    .on('option:env', (name: string) => {
      process.env['SAGALOOM_ENV'] = name;
    });

export const INPUT_FORM = 'JSON, @FILE, or - for stdin';

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

/** `--input` and `--config`, as a run begins with them. */
export const startOptions = (command: Command): Command =>
  command
    .option('--input <json>', `${INPUT_FORM} (default: null)`)
    .option('--config <name=value>', 'a value of config; may be given several times', collect, []);

export const attributeOption = (): Option =>
  new Option('--attribute <name=value>', 'with this search attribute only: JSON, else text; may be given several times')
    .argParser(collect)
    .default([], 'any');
