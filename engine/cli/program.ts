import { Command, CommanderError } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { type ExitCode, failed, SUCCESS, WRONG_INPUT } from './codes.ts';
import { fail } from './terminal.ts';
import { addCompletionsVerb } from './completions/verb.ts';
import { addBackupVerb } from './verbs-backup.ts';
import { addBenchVerb } from './verbs-bench.ts';
import { addBranchVerbs } from './verbs-branch.ts';
import { addCommandVerbs } from './verbs-command.ts';
import { addDefinitionVerbs } from './verbs-definition.ts';
import { addMessageVerbs } from './verbs-message.ts';
import { addReadVerbs } from './verbs-read.ts';
import { addRunVerbs } from './verbs-run.ts';
import { addSecretsVerb } from './verbs-secrets.ts';
import { addStartVerbs } from './verbs-start.ts';
import { addTracesVerb } from './verbs-traces.ts';
import { addTriggerVerbs } from './verbs-triggers.ts';
import { addTrustVerb } from './verbs-trust.ts';
import { addWorkerVerbs } from './verbs-worker.ts';

/** How a verb's work hands back its exit code. */
export interface Program {
  readonly command: (usage: string, summary: string, examples: readonly string[]) => Command;
  readonly ends: <A extends unknown[]>(work: (...args: A) => Promise<ExitCode>) => (...args: A) => Promise<void>;
}

export async function runProgram(argv: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = SUCCESS;
  const root = buildProgram((given) => {
    code = given;
  });
  try {
    await root.parseAsync(argv);
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? SUCCESS : WRONG_INPUT; // what is wrong has been said
  }
}

export function buildProgram(end: (code: ExitCode) => void): Command {
  const root = rootCommand();
  const program: Program = {
    command: (usage, summary, examples) => verb(root, usage, summary, examples),
    ends:
      (work) =>
      async (...args) => {
        end(await work(...args));
      },
  };
  addDefinitionVerbs(program);
  addRunVerbs(program);
  addStartVerbs(program);
  addTriggerVerbs(program);
  addWorkerVerbs(program);
  addReadVerbs(program);
  addTracesVerb(program);
  addBackupVerb(program);
  addMessageVerbs(program);
  addCommandVerbs(program);
  addBranchVerbs(program);
  addSecretsVerb(program);
  addTrustVerb(program);
  addBenchVerb(program);
  addCompletionsVerb(program, root);
  return root;
}

function rootCommand(): Command {
  return new Command('sagaloom')
    .description('Draw workflows and sagas, run them durably, and read their traces.')
    .version(packageJson.version, '-V, --version')
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ outputError: (text) => void fail(failed(WRONG_INPUT, plain(text))) })
    .addHelpText(
      'after',
      '\nExample:\n  sagaloom run order.saga.json --input @order.json\n\nEvery verb has its own --help.',
    );
}

function verb(root: Command, usage: string, summary: string, examples: readonly string[]): Command {
  const lines = examples.map((example) => `  sagaloom ${example}`).join('\n');
  return root
    .command(usage)
    .description(summary)
    .addHelpText('after', `\nExample${examples.length > 1 ? 's' : ''}:\n${lines}`);
}

/** Commander's message, made to end as ours do. */
const plain = (text: string): string =>
  `${text
    .replace(/^error: /, '')
    .trim()
    .replace(/\.?$/, '.')} See --help.`;
