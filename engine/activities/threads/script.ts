import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Where the code of a thread lies: in its own file beside `base`; or, of a bundle, under `bundled` beside that or one folder up, since
 * a bundle puts what is loaded late into a folder of its own.
 */
export function threadScript(base: string, source: string, bundled: string): URL {
  const places = [source, `./${bundled}`, `../${bundled}`].map((path) => new URL(path, base));
  const found = places.find((url) => existsSync(fileURLToPath(url)));
  if (found === undefined) throw new Error(`the thread ${bundled} is missing`);
  return found;
}
