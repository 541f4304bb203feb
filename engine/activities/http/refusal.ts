import type { Failure } from '../../core/failure.ts';

/** Why a request cannot go on, on its way through what makes it. */
export class Refusal extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}
