/** What a worker is answered. Refusals are data: an HTTP status, a code for programs, one line for people. */
export type Answer<T> = { readonly ok: true; readonly value: T } | Refusal;

export interface Refusal {
  readonly ok: false;
  readonly status: 400 | 401 | 403 | 404 | 409 | 410 | 413 | 415 | 429 | 503;
  readonly code: string;
  readonly message: string;
}

export const given = <T>(value: T): Answer<T> => ({ ok: true, value });

export const refused = (status: Refusal['status'], code: string, message: string): Refusal => ({
  ok: false,
  status,
  code,
  message,
});

export const noSuchWorker = (): Refusal =>
  refused(404, 'worker.unknown', 'This worker is not registered here, or was not heard of for too long: register.');

export const replaced = (id: string): Refusal =>
  refused(409, 'worker.replaced', `Another process registered as worker ${id}: give each an id of its own.`);

export const leaseLost = (): Refusal =>
  refused(410, 'lease.lost', 'Nobody waits for this task here any more: what it did is not heard.');
