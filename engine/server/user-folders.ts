import { homedir } from 'node:os';
import path from 'node:path';

/** Of this user, never of a workspace: what the machine knows, such as servers that are up and folders that are trusted. */
export const stateFolder = (env: NodeJS.ProcessEnv): string =>
  path.join(env['XDG_STATE_HOME'] || path.join(homeOf(env), '.local', 'state'), 'sagaloom');

/** What the user keeps, such as a key. */
export const configFolder = (env: NodeJS.ProcessEnv): string =>
  path.join(env['XDG_CONFIG_HOME'] || path.join(homeOf(env), '.config'), 'sagaloom');

const homeOf = (env: NodeJS.ProcessEnv): string => env['HOME'] || homedir();
