/**
 * Why a conversion cannot be done.
 *   parse    the data is not what it is said to be
 *   schema   the schema is wrong, or the data does not fit it
 *   value    the target has no form for a value
 *   limit    it is larger, or deeper, than is converted here
 */
export type ProblemKind = 'parse' | 'schema' | 'value' | 'limit';

export interface Problem {
  readonly kind: ProblemKind;
  /** One line, which ends with a dot. */
  readonly message: string;
  /** From 1, in the text. */
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

/** Thrown within the thread, and told by it as data. */
export class TransformProblem extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

export function refuse(kind: ProblemKind, message: string, place: Pick<Problem, 'line' | 'column'> = {}): never {
  throw new TransformProblem({ kind, message: oneLine(message), ...place });
}

/** Runs a library's code: what it throws is a problem of this kind. */
export function guarded<T>(kind: ProblemKind, what: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    return refuse(kind, `${what}: ${reasonOf(error)}.`);
  }
}

/** A stack that is full comes of data nested without end. */
export function reasonOf(error: unknown): string {
  if (error instanceof TransformProblem) throw error;
  if (error instanceof RangeError && error.message.includes('call stack')) return 'it is nested too deep';
  const message = error instanceof Error ? error.message : String(error);
  return shortened(message).replace(/[.\s]+$/, '');
}

const oneLine = (text: string): string => text.replaceAll(/\s*\n\s*/g, ' ');

const shortened = (text: string): string => (text.length > 500 ? `${text.slice(0, 500)}…` : text);
