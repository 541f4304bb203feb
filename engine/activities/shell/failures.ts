import type { Failure } from '../../core/failure.ts';
import type { Json } from '../../core/json.ts';

/** A program is named, its arguments are not: they may hold what no log should. */
export const untrusted = (): Failure => ({
  type: 'shell.untrusted',
  message: 'This workspace may not run programs; a person who knows it allows that with `sagaloom trust`.',
  retryable: false,
  effect: 'none',
});

export const notAllowed = (program: string, programs: readonly string[]): Failure => ({
  type: 'shell.notAllowed',
  message: `${program} is none of the programs that sagaloom.config.json allows: ${programs.join(', ') || 'none'}.`,
  retryable: false,
  effect: 'none',
});

/** It never ran. */
export function notStarted(program: string, error: NodeJS.ErrnoException): Failure {
  const why = error.code === 'ENOENT' ? 'was not found' : `could not be started: ${error.code ?? error.message}`;
  const isThere = error.code !== 'ENOENT' && error.code !== 'EACCES';
  return {
    type: isThere ? 'shell.notStarted' : 'shell.notFound',
    message: `The program ${program} ${why}.`,
    ...(!isThere && { retryable: false }),
    effect: 'none',
  };
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export function exitFailure(program: string, { code, signal }: Ended, stdout: string, stderr: string): Failure {
  const how = code === null ? `was ended by ${signal ?? 'a signal'}` : `ended with code ${code}`;
  const last = stderr.trimEnd().split('\n').at(-1)?.trim().slice(0, 300) ?? '';
  return {
    type: 'shell.exit',
    message: `${program} ${how}${last === '' ? '.' : `: ${last}`}`,
    details: { exitCode: code, signal, stderr: tail(stderr), stdout: tail(stdout) },
  };
}

/** What a failure's record holds of a long output. */
const tail = (text: string): string => text.slice(-8_000);

export const timedOut = (program: string, timeout: string, stderr: string): Failure => ({
  type: 'shell.timeout',
  message: `${program} ran longer than ${timeout}, and was ended.`,
  details: { stderr: tail(stderr) },
});

export const stopped = (program: string, stderr: string): Failure => ({
  type: 'cancelled',
  message: `${program} was ended, since nobody waits for it any more.`,
  details: { stderr: tail(stderr) },
});

export const tooMuch = (program: string, limit: number, form: string): Failure => ({
  type: 'shell.tooMuchOutput',
  message: `${program} wrote more than ${limit} bytes, of which no ${form} can be made; it was ended. Allow more with maxOutput, or read it as text.`,
  retryable: false,
});

export const notJson = (program: string, why: string, stdout: string): Failure => ({
  type: 'shell.json',
  message: `What ${program} wrote is not JSON: ${why}.`,
  retryable: false,
  details: { stdout: tail(stdout) } satisfies Json,
});
