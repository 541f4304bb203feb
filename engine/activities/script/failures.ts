import type { Failure } from '../../core/failure.ts';
import { MAX_RESULT_CHARACTERS } from './limits.ts';
import type { Thrown } from './protocol.ts';

/** A script reaches nothing, so whatever becomes of it, nothing was done (AT2). */
const none = { effect: 'none' } as const;

const whereOf = ({ line, column }: Thrown): string => (line === null ? '' : ` at line ${line}, column ${column ?? 1}`);

const placeOf = ({ name, line, column, stack }: Thrown) => ({ name, line, column, stack });

export function thrownFailure(thrown: Thrown): Failure {
  const what = thrown.name === null ? thrown.message : `${thrown.name}: ${thrown.message}`;
  return {
    type: 'script.error',
    message: `The script threw${whereOf(thrown)}: ${oneLine(what)}`,
    details: { ...placeOf(thrown), message: thrown.message },
    ...none,
  };
}

export function syntaxFailure(thrown: Thrown): Failure {
  const { line, column } = thrown;
  return {
    type: 'script.syntax',
    message: `The script is not JavaScript${whereOf(thrown)}: ${oneLine(thrown.message)}`,
    details: { line, column, message: thrown.message },
    retryable: false,
    ...none,
  };
}

export function timeoutFailure(timeout: string): Failure {
  return {
    type: 'script.timeout',
    message: `The script took longer than ${timeout}; give it more timeout, or less to do.`,
    ...none,
  };
}

export function memoryFailure(memoryMb: number): Failure {
  return {
    type: 'script.memory',
    message: `The script needed more than ${memoryMb} MiB; give it more memoryMb, or less to do.`,
    ...none,
  };
}

export function notJsonFailure(why: string): Failure {
  return { type: 'script.output', message: `The script's result is not JSON: ${oneLine(why)}.`, ...none };
}

export function tooLargeFailure(characters: number): Failure {
  const limit = MAX_RESULT_CHARACTERS / (1024 * 1024);
  return {
    type: 'script.output',
    message: `The script's result is larger than ${limit} MiB.`,
    details: { characters },
    ...none,
  };
}

export const pendingFailure: Failure = {
  type: 'script.error',
  message: 'The script waits for a promise that nothing will settle; a script has no timers.',
  ...none,
};

export const abortFailure: Failure = { type: 'cancelled', message: 'The script was stopped.', ...none };

/** A fault of the engine of scripts, or the process is closing. */
export function brokenFailure(message: string): Failure {
  return { type: 'script.broken', message: `The script's thread ended: ${oneLine(message)}`, ...none };
}

const oneLine = (text: string): string => text.replaceAll(/\s*\n\s*/g, ' ');
