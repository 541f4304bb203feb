import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** What of the machine a process's code lies in: paths are said from there, and none above it is said at all. */
export class Place {
  readonly workspace: string;
  private readonly prefixes: readonly string[];

  constructor(workspace: string) {
    this.workspace = workspace;
    this.prefixes = [`${pathToFileURL(workspace).href}/`, workspace + path.sep];
  }

  /** With forward slashes; null: it is not in the workspace. */
  relative(url: string): string | null {
    if (!url.startsWith('file:')) return null;
    const inner = path.relative(this.workspace, fileURLToPath(url));
    if (inner === '' || inner.startsWith('..') || path.isAbsolute(inner)) return null;
    return inner.replaceAll(path.sep, '/');
  }

  /** The workspace's own, and of no package. */
  ownFile(url: string): string | null {
    const inner = this.relative(url);
    return inner === null || inner.split('/').includes('node_modules') ? null : inner;
  }

  isInside(text: string): boolean {
    return this.prefixes.some((prefix) => text.includes(prefix));
  }

  /** Without the way to the workspace. */
  short(text: string): string {
    return this.prefixes.reduce((rest, prefix) => rest.replaceAll(prefix, ''), text);
  }
}
