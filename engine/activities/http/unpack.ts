import { pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib';

/** What an answer was packed with could not be unpacked. */
export class EncodingError extends Error {}

const unpackers: ReadonlyMap<string, () => Transform> = new Map<string, () => Transform>([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
  ['zstd', createZstdDecompress],
]);

/** A body packed more often than this means harm. */
const MOST_LAYERS = 2;

/**
 * Unpacked as it comes, so that whoever reads stops where it is enough: a small body may unpack to a huge one. Iterating throws an
 * EncodingError, or what broke the connection.
 */
export async function* unpacked(body: Readable, encoding: string): AsyncGenerator<Buffer, void, undefined> {
  body.on('error', () => {}); // who iterates hears of it; a body given up is nobody's error
  try {
    const layers = unpackersFor(encoding);
    yield* layers.reduce<Readable>((packed, layer) => pipeline(packed, layer, () => {}), body) as AsyncIterable<Buffer>;
  } catch (error) {
    body.destroy();
    if (!isOfZlib(error)) throw error;
    if (body.readableDidRead) throw new EncodingError(error.message, { cause: error }); // nothing at all is an empty body
  }
}

/** In the order in which they take layers off: the last first. */
function unpackersFor(encoding: string): readonly Transform[] {
  const names = encoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  if (names.length > MOST_LAYERS) throw new EncodingError(`it is packed ${names.length} times`);
  const makers = names.map((name) => {
    const make = unpackers.get(name);
    if (make === undefined) throw new EncodingError(`it is packed with ${name.slice(0, 40)}, which nobody here knows`);
    return make;
  });
  return makers.toReversed().map((make) => make());
}

/** Codes of gzip, of Brotli and of Zstandard. */
const isOfZlib = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && /^(Z_|ERR_BROTLI|ERR_PADDING|ERR__ERROR|ZSTD_)/.test(String(error.code));
