/** How a file is written: taken from the file itself, so that what is added looks like what is there. */
export interface Format {
  /** One level: two spaces, four, a tab. */
  readonly unit: string;
  readonly eol: string;
}

const standardFormat: Format = { unit: '  ', eol: '\n' };

export function formatOf(text: string): Format {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const unit = /[{[]\s*?\r?\n([ \t]+)/.exec(text)?.[1] ?? standardFormat.unit;
  return { unit, eol };
}

/** A new value as this file would have it, from the second line on indented by `indent`. */
export function printed(value: unknown, { unit, eol }: Format, indent: string): string {
  return JSON.stringify(value, null, unit)
    .split('\n')
    .join(eol + indent);
}

/** The same on one line, for where the file has its neighbours on one line. */
export function printedInline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(printedInline).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, held]) => `${JSON.stringify(key)}: ${printedInline(held)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}
