/** JSONata's own need `Buffer` or `window`, and so would not work, or work otherwise, elsewhere. One byte a character, as there. */
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export function base64encode(text: string): string {
  let out = '';
  for (let at = 0; at < text.length; at += 3) {
    const [a, b, c] = [0, 1, 2].map((offset) => text.charCodeAt(at + offset) & 255) as [number, number, number];
    const left = text.length - at;
    out += alphabet.charAt(a >> 2) + alphabet.charAt(((a & 3) << 4) | (b >> 4));
    out += left > 1 ? alphabet.charAt(((b & 15) << 2) | (c >> 6)) : '=';
    out += left > 2 ? alphabet.charAt(c & 63) : '=';
  }
  return out;
}

/** Lenient, as Node is: what is not of the alphabet is skipped, `-` and `_` are of it, `=` ends. */
export function base64decode(text: string): string {
  let out = '';
  let bits = 0;
  let held = 0;
  for (const character of text
    .replace(/=[\s\S]*$/, '')
    .replaceAll('-', '+')
    .replaceAll('_', '/')) {
    const value = alphabet.indexOf(character);
    if (value < 0) continue;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    out += String.fromCharCode((held >> bits) & 255);
  }
  return out;
}
