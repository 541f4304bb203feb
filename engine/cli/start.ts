import { inspect } from 'node:util';
import { isEnvironmentError } from '../runtime/environment.ts';
import { withoutGiven } from '../runtime/performing/given.ts';
import { cleanStderr } from '../server/clean-stderr.ts';
import { BUG, ENVIRONMENT, type ExitCode, failed, SUCCESS } from './codes.ts';
import { runProgram } from './program.ts';
import { fail } from './terminal.ts';

/** What a verb throws is the environment's, or a bug. */
export function tellThrown(error: unknown): ExitCode {
  if (isEnvironmentError(error)) return fail(failed(ENVIRONMENT, error.message));
  if (process.env['SAGALOOM_DEBUG']) console.error(withoutGiven(inspect(error))); // DA7
  const message = withoutGiven(error instanceof Error ? error.message : String(error));
  const report =
    'This is a bug of ours: please report it with the command you gave. SAGALOOM_DEBUG=1 shows where it is.';
  return fail(failed(BUG, `${message.replace(/\.?$/, '.')} ${report}`));
}

function leaveOn(error: unknown): never {
  process.exit(tellThrown(error));
}

/** Whoever read our answer has gone (`| head`): that is no failure. */
function leaveQuietly(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? SUCCESS);
  leaveOn(error);
}

/** What a verb needs is loaded when it is called. */
export async function startCli(argv: readonly string[]): Promise<void> {
  cleanStderr();
  process.on('uncaughtException', leaveOn);
  process.on('unhandledRejection', leaveOn);
  process.stdout.on('error', leaveQuietly);
  process.stderr.on('error', leaveQuietly);

  process.exitCode = await runProgram(argv);
}
