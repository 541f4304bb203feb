import type { Command, Option } from 'commander';

/** What a shell can offer, read from the commands themselves. */
export interface Verb {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly Flag[];
  /** Words that stand below it: `projections rebuild`. */
  readonly words: readonly string[];
}

export interface Flag {
  /** `--json` */
  readonly name: string;
  readonly summary: string;
  readonly takesValue: boolean;
  readonly choices: readonly string[];
}

const help: Flag = { name: '--help', summary: 'display help for command', takesValue: false, choices: [] };

export const verbsOf = (root: Command): readonly Verb[] => root.commands.map(verbOf);

function verbOf(command: Command): Verb {
  const below = command.commands.map(verbOf);
  return {
    name: command.name(),
    summary: command.description(),
    options: [...command.options.map(flagOf), ...below.flatMap(({ options }) => options), help].filter(isFirst),
    words: [
      ...below.map(({ name }) => name),
      ...command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
    ],
  };
}

function flagOf({ long, short, description, required, optional, argChoices }: Option): Flag {
  return {
    name: long ?? short ?? '',
    summary: description,
    takesValue: required || optional,
    choices: argChoices ?? [],
  };
}

const isFirst = ({ name }: Flag, i: number, all: readonly Flag[]): boolean =>
  all.findIndex((other) => other.name === name) === i;
