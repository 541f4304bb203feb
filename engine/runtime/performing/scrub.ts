import type { Json } from '../../core/json.ts';
import { formsOf } from './forms.ts';

interface Form {
  readonly text: string;
  readonly mask: string;
}

/** DA7. Takes secrets out of what an activity says, however they are written (`formsOf`), and also where they were cut off. */
export function scrubber(secrets: Iterable<readonly [name: string, secret: string]>): <T extends Json>(value: T) => T {
  const known = Array.from(secrets).filter(([, secret]) => secret !== '');
  const forms: readonly Form[] = known
    .flatMap(([name, secret]) => formsOf(secret).map((text) => ({ text, mask: maskOf(name) })))
    .toSorted((a, b) => b.text.length - a.text.length); // the longest first: one may hold another
  const cuts = known.flatMap(([name, secret]) => cutForms(secret).map((text) => ({ text, mask: maskOf(name) })));
  const text = (dirty: string): string => {
    const whole = forms.reduce((clean, form) => (clean.includes(form.text) ? put(clean, form) : clean), dirty);
    return cuts.reduce(withoutPieces, whole);
  };
  const numbers = new Map(known.map(([name, secret]) => [secret, maskOf(name)]));
  const scrub = (value: Json): Json => {
    if (typeof value === 'string') return text(value);
    if (typeof value === 'number') return numbers.get(String(value)) ?? value;
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return (value as readonly Json[]).map(scrub);
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [text(name), scrub(part)]));
  };
  return <T extends Json>(value: T) => scrub(value) as T; // texts stay texts, objects objects
}

const maskOf = (name: string): string => `[secret ${name}]`;

const put = (text: string, form: Form): string => text.split(form.text).join(form.mask);

/** A piece at least so long, and at least half of the secret, is worth hiding: others may cut a text anywhere. */
const SHORTEST_CUT = 12;

/** The forms whose beginning or end may be left of a cut text; a piece of the others says less. */
function cutForms(secret: string): readonly string[] {
  const common = [secret, encodeURIComponent(secret.toWellFormed()), JSON.stringify(secret).slice(1, -1)];
  return Array.from(new Set(common)).filter((form) => form.length > SHORTEST_CUT);
}

/** Looked for by their first and last letters, then as far as they go. */
function withoutPieces(text: string, { text: form, mask }: Form): string {
  const least = Math.max(SHORTEST_CUT, Math.ceil(form.length / 2));
  return withoutTails(withoutHeads(text, form, least, mask), form, least, mask);
}

function withoutHeads(text: string, form: string, least: number, mask: string): string {
  const head = form.slice(0, least);
  let clean = text;
  for (let at = clean.indexOf(head); at >= 0; at = clean.indexOf(head, at + mask.length)) {
    let length = least;
    while (length < form.length && clean[at + length] === form[length]) length += 1;
    clean = clean.slice(0, at) + mask + clean.slice(at + length);
  }
  return clean;
}

function withoutTails(text: string, form: string, least: number, mask: string): string {
  const tail = form.slice(-least);
  let clean = text;
  for (let at = clean.indexOf(tail); at >= 0; at = clean.indexOf(tail, at + mask.length)) {
    let from = at;
    let left = form.length - least;
    while (left > 0 && from > 0 && clean[from - 1] === form[left - 1]) [from, left] = [from - 1, left - 1];
    clean = clean.slice(0, from) + mask + clean.slice(at + least);
    at = from;
  }
  return clean;
}
