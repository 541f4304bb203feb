/** The command line. Starts fast: what was compiled once is kept in the user's own cache folder, so nobody else can put code there. */
import { enableCompileCache } from 'node:module';
import { homedir } from 'node:os';
import path from 'node:path';

enableCompileCache(path.join(process.env['XDG_CACHE_HOME'] || path.join(homedir(), '.cache'), 'sagaloom', 'compiled'));

const { startCli } = await import('./start.ts'); // not before the cache is there
await startCli(process.argv);
