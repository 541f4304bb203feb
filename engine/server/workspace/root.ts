import { existsSync } from 'node:fs';
import path from 'node:path';
import { FOLDER } from '../../workers/code/folder.ts';
import { CONFIG_FILE } from '../config.ts';

/** The folder of a workspace's own activities. */
export const ACTIVITIES_FOLDER = FOLDER;

/** The workspace a folder belongs to: itself or the nearest above it with settings or activities of its own; else the current folder. */
export function workspaceAbove(inner: string, otherwise: string = process.cwd()): string {
  for (let folder = path.resolve(inner); ; folder = path.dirname(folder)) {
    if ([CONFIG_FILE, ACTIVITIES_FOLDER].some((name) => existsSync(path.join(folder, name)))) return folder;
    if (folder === path.dirname(folder)) return otherwise;
  }
}
