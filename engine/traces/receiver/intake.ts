import { promisify } from 'node:util';
import { gunzip, inflate } from 'node:zlib';
import { codeOf, environmentError } from '../../node/failure.ts';
import { groupCommit } from '../../node/groupCommit.ts';
import { isEnvironmentError } from '../../runtime/environment.ts';
import { type BodyFormat, Malformed } from '../draft.ts';
import type { Batch } from '../store/batch.ts';
import type { TraceWriter } from '../store/writer.ts';
import { accepted, type Answer, refused } from './answers.ts';
import { spansOf } from './request.ts';

/** A request unpacked. An exporter sends some hundred spans at once; this is some hundred thousand. */
export const MOST_BYTES = 64 * 1024 * 1024;

export interface Counts {
  received: number;
  refused: number;
}

/** Takes requests, and answers when what is in them is on the disk. Those that come together share a commit. */
export function intake(writer: TraceWriter, file: string, counts: Counts) {
  const commits = groupCommit<Batch, void>({
    all(batches) {
      writer.write(batches);
      return batches.map(() => undefined);
    },
    isGeneral: (error) => isEnvironmentError(environmentError(error, file)),
  });

  async function take(body: Buffer, format: BodyFormat): Promise<Answer> {
    const { batch, refused: count, why } = spansOf(body, format);
    const { spans } = batch;
    if (spans > 0) await commits.write(batch);
    counts.received += spans;
    counts.refused += count;
    return accepted(format, count, why);
  }
  return async (packed: Buffer, encoding: string, format: BodyFormat): Promise<Answer> => {
    try {
      return await take(await unpacked(packed, encoding), format);
    } catch (error) {
      if (error instanceof Malformed) return refused(format, 400, error.message);
      if (codeOf(error) === 'ERR_BUFFER_TOO_LARGE') return refused(format, 413, TOO_LARGE);
      const told = environmentError(error, file);
      if (!isEnvironmentError(told)) throw error;
      return refused(format, 503, told.message, { 'retry-after': '10' });
    }
  };
}

export const TOO_LARGE = `A request may be ${MOST_BYTES / 1024 / 1024} MiB at most, unpacked: send fewer spans at once.`;

const unpackers = { gzip: promisify(gunzip), deflate: promisify(inflate) } as const;

export const isEncoding = (encoding: string): boolean =>
  encoding === '' || encoding === 'identity' || Object.hasOwn(unpackers, encoding);

/** In a thread of Node's, so that the next request is read meanwhile. */
async function unpacked(body: Buffer, encoding: string): Promise<Buffer> {
  if (encoding !== 'gzip' && encoding !== 'deflate') return body;
  try {
    return await unpackers[encoding](body, { maxOutputLength: MOST_BYTES });
  } catch (error) {
    if (codeOf(error) === 'ERR_BUFFER_TOO_LARGE') throw error;
    throw new Malformed(`This is not ${encoding}, or it is cut short.`);
  }
}
