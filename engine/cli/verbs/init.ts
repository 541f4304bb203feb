import { existsSync, readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isFolder, makeFolder } from '../../node/makeFolder.ts';
import { trust } from '../../server/trust.ts';
import { isEnvironmentError } from '../../runtime/environment.ts';
import { type ExitCode, failed, REFUSED, SUCCESS } from '../codes.ts';
import { fail, print, say } from '../terminal.ts';
import { helloSaga } from './hello.ts';
import { notWritten } from './not-written.ts';

export async function init(folder: string): Promise<ExitCode> {
  const file = path.join(folder, 'hello.saga.json');
  const isOurs = isNew(folder);
  try {
    makeFolder(folder);
    await writeFile(file, `${JSON.stringify(helloSaga, null, 2)}\n`, { flag: 'wx' });
    await writeFile(path.join(folder, '.gitignore'), '.sagaloom/\n.env\n.env.*\n', { flag: 'a' });
  } catch (error) {
    if (isEnvironmentError(error)) throw error;
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    if (isThere) return fail(failed(REFUSED, `${file} is there already; nothing was changed. Name another folder.`));
    return fail(notWritten(folder, error));
  }
  if (isOurs) await trustOurs(folder);
  print(`Made ${file}. Try: sagaloom run ${file} --input '{"name":"Ada"}'`);
  return SUCCESS;
}

/** Only what was made here is trusted: a folder that held something may be somebody else's work. */
const isNew = (folder: string): boolean =>
  !existsSync(folder) || (isFolder(folder) && readdirSync(folder).length === 0);

/** A state folder that cannot be written costs the convenience, and no more. */
async function trustOurs(folder: string): Promise<void> {
  try {
    await trust(folder, 'init', process.env);
  } catch (error) {
    say(
      `${folder} is not trusted yet (${error instanceof Error ? error.message : String(error)}): see \`sagaloom trust\`.`,
    );
  }
}
