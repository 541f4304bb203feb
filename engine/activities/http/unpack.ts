import { pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib';

/** What an answer was packed with could not be unpacked. */
export class EncodingError extends Error {}

const unpackers: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
};

/** A body packed more often than this means harm. */
const MOST_LAYERS = 2;

/**
 * Unpacked as it comes, so that whoever reads stops where it is enough: a small body may unpack to a huge one. Iterating throws an
 * EncodingError, or what broke the connection.
 */
export async function* unpacked(body: Readable, encoding: string): AsyncGenerator<Buffer, void, undefined> {
  const layers = encoding
    .toLowerCase()
    .split(',')
    .map((layer) => layer.trim())
    .filter((layer) => layer !== '' && layer !== 'identity');
  if (layers.length > MOST_LAYERS) throw new EncodingError(`it is packed ${layers.length} times`);
  try {
    yield* layers.reduceRight<Readable>(unpack, body) as AsyncIterable<Buffer>;
  } catch (error) {
    if (isOfZlib(error)) throw new EncodingError(error.message);
    throw error;
  }
}

function unpack(packed: Readable, layer: string): Readable {
  const make = Object.hasOwn(unpackers, layer) ? unpackers[layer] : undefined;
  if (make === undefined) {
    packed.destroy();
    throw new EncodingError(`it is packed with ${layer.slice(0, 40)}, which nobody here knows`);
  }
  return pipeline(packed, make(), () => {}); // who iterates hears of what goes wrong
}

/** Codes of gzip, of Brotli and of Zstandard. */
const isOfZlib = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && /^(Z_|ERR_BROTLI|ERR_PADDING|ERR__ERROR|ZSTD_)/.test(String(error.code));
