/** What a library threw, as the end of one line: without secrets, credentials in addresses, and line breaks. */
export function reasonOf(error: unknown, secrets: readonly string[] = []): string {
  const line = textOf(error).replaceAll(/\s+/g, ' ').trim();
  const bare = line.replaceAll(/\/\/[^@/\s]*@/g, '//');
  return secrets.reduce((text, secret) => (secret === '' ? text : text.replaceAll(secret, '[secret]')), bare);
}

const LONGEST = 300;

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.message !== '') return error.message.slice(0, LONGEST);
  // Of a host with several addresses Node gives an error without a message that holds one for each.
  if (error instanceof AggregateError && error.errors.length > 0) return textOf(error.errors[0]);
  return codeOf(error) ?? error.name;
}

/** `ECONNREFUSED`, `NOT_FOUND` and the like. */
export function codeOf(error: unknown): string | null {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : null;
}
