import type { NodeReader } from '../node/index.ts';
import { type Failed, wrongInput } from './codes.ts';

/** Reads beside a running engine as well, and closes. An `EnvironmentError` is told by `main`. */
export async function withReader<T>(database: string, read: (reader: NodeReader) => T | Promise<T>): Promise<T> {
  const { openReader } = await import('../node/index.ts');
  const reader = openReader(database);
  try {
    return await read(reader);
  } finally {
    reader.close();
  }
}

export const noSuchRun = (runId: string, database: string): Failed =>
  wrongInput(`There is no run ${runId} in ${database}; \`sagaloom runs\` lists them.`);
