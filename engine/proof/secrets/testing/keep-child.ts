/** `--import`ed into tests: the folders they make are not removed, so that what they leave can be searched. */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';

const remove = fs.rmSync;

fs.rmSync = (file, options) => {
  const isFolderOfTests = options?.recursive === true && String(file).startsWith(tmpdir());
  if (!isFolderOfTests) remove(file, options);
};
syncBuiltinESMExports();
