/** What the shop says to one request. */
export interface Answer {
  readonly status: 200 | 201 | 402 | 404 | 409 | 422 | 503;
  readonly body: Readonly<Record<string, unknown>>;
}

export const made = (body: Answer['body']): Answer => ({ status: 201, body });

export const ok = (body: Answer['body']): Answer => ({ status: 200, body });

/** `error` is for programs, `message` for people. */
export function refused(
  status: Exclude<Answer['status'], 200 | 201>,
  error: string,
  message: string,
  details: Answer['body'] = {},
): Answer {
  return { status, body: { error, message, ...details } };
}
