import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeFolder } from '../../node/makeFolder.ts';
import { isEnvironmentError } from '../../runtime/environment.ts';
import { ENVIRONMENT, type ExitCode, failed, REFUSED, SUCCESS } from '../codes.ts';
import { fail, print } from '../terminal.ts';
import { helloSaga } from './hello.ts';

export async function init(folder: string): Promise<ExitCode> {
  const file = path.join(folder, 'hello.saga.json');
  try {
    makeFolder(folder);
    await writeFile(file, `${JSON.stringify(helloSaga, null, 2)}\n`, { flag: 'wx' });
    await writeFile(path.join(folder, '.gitignore'), '.sagaloom/\n', { flag: 'a' });
  } catch (error) {
    if (isEnvironmentError(error)) throw error;
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    if (isThere) return fail(failed(REFUSED, `${file} is there already; nothing was changed. Name another folder.`));
    return fail(
      failed(ENVIRONMENT, `${folder} could not be written: ${error instanceof Error ? error.message : String(error)}.`),
    );
  }
  print(`Made ${file}. Try: sagaloom run ${file} --input '{"name":"Ada"}'`);
  return SUCCESS;
}
