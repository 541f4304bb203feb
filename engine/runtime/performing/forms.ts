/**
 * DA7. How a secret is written where it turns up again: in a URL, in JSON of several makers, in XML, as bytes in base64 or hex. What
 * it does not know of: compressed or encrypted bytes, and a piece shorter than half of it.
 */
export function formsOf(secret: string): readonly string[] {
  const forms = partsOf(secret).flatMap((part) => [
    part,
    part.toLowerCase(), // names of hosts
    ...urlForms(part),
    ...jsonForms(part),
    ...xmlForms(part),
    ...bytesForms(part),
  ]);
  return Array.from(new Set(forms)).filter((form) => form !== '');
}

/** Shorter than this, a part of a secret is found in anything. */
const SHORTEST_PART = 8;

/** Itself, and what others take out of it: the lines of a key, the password of a URL. */
function partsOf(secret: string): readonly string[] {
  const lines = secret.split(/\r?\n/).map((line) => line.trim());
  const inner = [secret.trim(), ...(lines.length > 1 ? lines : []), ...passwordOf(secret)];
  return [secret, ...inner.filter((part) => part.length >= SHORTEST_PART && !part.startsWith('-----'))];
}

/** `postgres://user:password@host/`: as it stands, and decoded. */
function passwordOf(secret: string): readonly string[] {
  const [, password] = /^[a-z][a-z0-9+.-]*:\/\/[^\s/?#:@]*:([^\s/?#]+)@/i.exec(secret) ?? [];
  return password === undefined ? [] : [password, decoded(password)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** As a part of a query, a form and a path; once more encoded; and with the small hex digits some write. */
function urlForms(part: string): readonly string[] {
  const text = part.toWellFormed();
  const component = encodeURIComponent(text);
  const strict = component.replaceAll(/[!'()*]/g, percent); // RFC 3986
  const form = component.replaceAll(/[!'()~]/g, percent).replaceAll('%20', '+'); // URLSearchParams
  const once = [component, strict, form, encodeURI(text), component.replaceAll('%20', '+')];
  const twice = [component, strict, form].map(encodeURIComponent);
  return [...once, ...twice].flatMap((form) => [form, form.replaceAll(/%[0-9A-F]{2}/g, lower), form.toLowerCase()]);
}

const percent = (sign: string): string => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;

const lower = (text: string): string => text.toLowerCase();

/** Once and twice quoted; with or without `\u` for what is not ASCII and `\/` for a slash. */
function jsonForms(part: string): readonly string[] {
  const once = quoted(part);
  const ascii = once.replaceAll(/[\u0080-\uffff]/g, unicodeEscape);
  const each = [once, ascii, once.replaceAll('/', '\\/'), ascii.replaceAll('/', '\\/')];
  return [...each, quoted(once), quoted(ascii)];
}

const quoted = (text: string): string => JSON.stringify(text).slice(1, -1);

const unicodeEscape = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** In a text, and in an attribute as the usual writers do it. */
function xmlForms(part: string): readonly string[] {
  const text = part.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const closed = text.replaceAll('>', '&gt;');
  const quotes = closed.replaceAll('"', '&quot;');
  return [text, closed, quotes, ...['&apos;', '&#39;', '&#x27;', '&#039;'].map((sign) => quotes.replaceAll("'", sign))];
}

/** Base64 whole, and as a piece of a longer text (`user:password`) at each of the three places it may begin within three bytes; hex. */
function bytesForms(part: string): readonly string[] {
  const bytes = new TextEncoder().encode(part);
  const whole = base64(bytes);
  const pieces = [0, 1, 2].map((offset) => {
    const shifted = base64(new Uint8Array([...new Uint8Array(offset), ...bytes]));
    const from = Math.ceil((offset * 8) / 6);
    const until = Math.floor(((offset + bytes.length) * 8) / 6);
    return shifted.slice(from, until);
  });
  const plain = [whole, ...[whole.replace(/=+$/, ''), ...pieces].filter((piece) => piece.length >= SHORTEST_PART)];
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const hexForms = hex.length >= SHORTEST_PART ? [hex, hex.toUpperCase()] : [];
  return [...plain.flatMap((form) => [form, form.replaceAll('+', '-').replaceAll('/', '_')]), ...hexForms];
}

function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}
