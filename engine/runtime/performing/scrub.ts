import type { Json } from '../../core/json.ts';

/** DA7. Takes secrets out of what an activity answers, as they are and as they are often written: base64 and URL-encoded. */
export function scrubber(secrets: ReadonlyMap<string, string>): <T extends Json>(value: T) => T {
  const forms = Array.from(secrets)
    .flatMap(([name, secret]) => formsOf(secret).map((form) => ({ form, mask: `[secret ${name}]` })))
    .toSorted((a, b) => b.form.length - a.form.length); // the longest first: one may hold another
  const text = (dirty: string): string =>
    forms.reduce((clean, { form, mask }) => (clean.includes(form) ? clean.replaceAll(form, mask) : clean), dirty);
  const scrub = (value: Json): Json => {
    if (typeof value === 'string') return text(value);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return (value as readonly Json[]).map(scrub);
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [text(name), scrub(part)]));
  };
  return <T extends Json>(value: T) => scrub(value) as T; // texts stay texts, objects objects
}

/** Shorter than this, a piece of base64 says little and is found in anything. */
const SHORTEST_PIECE = 8;

function formsOf(secret: string): readonly string[] {
  if (secret === '') return [];
  const encoded = [encodeURIComponent(wellFormed(secret)), formEncoded(secret), JSON.stringify(secret).slice(1, -1)];
  return Array.from(
    new Set([secret, ...encoded, ...encoded.map((form) => form.toLowerCase()), ...base64Forms(secret)]),
  );
}

const wellFormed = (text: string): string => text.toWellFormed();

const formEncoded = (text: string): string => encodeURIComponent(wellFormed(text)).replaceAll('%20', '+');

/** Whole, and as a piece of a longer text (`user:password`) at each of the three places it may begin within three bytes. */
function base64Forms(secret: string): readonly string[] {
  const bytes = new TextEncoder().encode(secret);
  const whole = base64(bytes);
  const pieces = [0, 1, 2].map((offset) => {
    const shifted = base64(new Uint8Array([...new Uint8Array(offset), ...bytes]));
    const from = Math.ceil((offset * 8) / 6);
    const until = Math.floor(((offset + bytes.length) * 8) / 6);
    return shifted.slice(from, until);
  });
  const plain = [whole, whole.replace(/=+$/, ''), ...pieces.filter((piece) => piece.length >= SHORTEST_PIECE)];
  return plain.flatMap((form) => [form, form.replaceAll('+', '-').replaceAll('/', '_')]);
}

function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}
