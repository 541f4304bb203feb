import { api } from '../context.ts';
import type { DemoOutcome } from '../demo/demo.ts';

export const status = api.demo.status.handler(({ context }) => context.demo.status());

export const start = api.demo.start.handler(async ({ context, errors }) =>
  statusOr(await context.demo.start(), errors),
);

export const stop = api.demo.stop.handler(async ({ context, errors }) => statusOr(await context.demo.stop(), errors));

export const setFaults = api.demo.setFaults.handler(async ({ context, input, errors }) =>
  statusOr(await context.demo.setFaults(input), errors),
);

interface Errors {
  readonly ENVIRONMENT: (options: { message: string }) => Error;
  readonly REFUSED: (options: { message: string; data: { code: string } }) => Error;
}

function statusOr(outcome: DemoOutcome, errors: Errors) {
  if (outcome.kind === 'ok') return outcome.status;
  if (outcome.kind === 'environment') throw errors.ENVIRONMENT(outcome);
  throw errors.REFUSED({ message: outcome.message, data: { code: 'demo.unavailable' } });
}
