import type { TraceRule } from './traces.ts';
import type { Json, JsonObject } from '../core/json.ts';

/** What a rule looks at. Attributes are read only where a rule asks for them: that is far dearer. */
export interface Ruled {
  readonly name: string;
  readonly service: string;
  readonly attributes: () => JsonObject;
}

/** The first that fits, of rules in order. */
export function ruleFinder(rules: readonly TraceRule[]): (span: Ruled) => TraceRule | null {
  const matchers = rules.map((rule) => ({ rule, fits: matcher(rule) }));
  return (span) => matchers.find(({ fits }) => fits(span))?.rule ?? null;
}

function matcher({ name, service, attributes }: TraceRule): (span: Ruled) => boolean {
  const names = name === undefined ? null : glob(name);
  const services = service === undefined ? null : glob(service);
  const wanted = Object.entries(attributes ?? {}).map(([key, pattern]) => [key, glob(pattern)] as const);
  return (span) => {
    if (names !== null && !names(span.name)) return false;
    if (services !== null && !services(span.service)) return false;
    if (wanted.length === 0) return true;
    const given = span.attributes();
    return wanted.every(([key, fits]) => Object.hasOwn(given, key) && fits(textOf(given[key])));
  };
}

/** What it looks at besides the attributes decides alone, where it asks for none. */
export const asksForAttributes = ({ attributes }: TraceRule): boolean => Object.keys(attributes ?? {}).length > 0;

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null));

/** `*` is any text. Each part is looked for once, from where the last one ended, so the time is linear in the text for each part. */
export function glob(pattern: string): (text: string) => boolean {
  const parts = pattern.split('*');
  const [first = ''] = parts;
  if (parts.length === 1) return (text) => text === pattern;
  const last = parts.at(-1) ?? '';
  const middle = parts.slice(1, -1).filter((part) => part !== '');
  return (text) => {
    if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
    let at = first.length;
    for (const part of middle) {
      const found = text.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return at <= text.length - last.length;
  };
}
