/** Where another version of a file comes from, and what it says. */
import type { FileRevision } from '@sagaloom/engine/contract';
import { compile } from '@sagaloom/engine/core';
import { type Draft, findDocument, type OpenDocument, parseSource, printDocument, textOf } from '../document/index.ts';
import { engine } from '../rpc/index.ts';
import type { Version } from './diff-state.ts';

/** Two texts, and what they say; null where one of them is not JSON. */
export interface Compared {
  readonly texts: readonly [string, string];
  readonly documents: readonly [Draft, Draft] | null;
}

export async function compared(open: OpenDocument, version: Version): Promise<Compared> {
  if (version.kind === 'deployed') return withDeployed(open);
  return pairOf(await textOfVersion(open, version), textOf(open));
}

function pairOf(before: string, after: string): Compared {
  const [was, is] = [parseSource(before), parseSource(after)];
  return { texts: [before, after], documents: was.ok && is.ok ? [was.source.document, is.source.document] : null };
}

async function textOfVersion(open: OpenDocument, version: Exclude<Version, { kind: 'deployed' }>): Promise<string> {
  const path = open.path ?? '';
  switch (version.kind) {
    case 'disk':
      return (await engine.workspace.read({ path })).text;
    case 'commit':
      return (await engine.workspace.readAt({ path, revision: version.revision })).text;
    case 'tab': {
      const other = findDocument(version.id);
      return other ? textOf(other) : '';
    }
    case 'file':
      return version.text;
  }
}

/** What is deployed is the normal form, with every default named: ours is compared in the same form, as far as it compiles. */
async function withDeployed(open: OpenDocument): Promise<Compared> {
  const { name } = open.document;
  const workflow = typeof name === 'string' ? name : '';
  const { definition } = await engine.definitions.latest({ workflow });
  const compiled = compile(open.document);
  const ours = compiled.ok ? (JSON.parse(JSON.stringify(compiled.definition)) as Draft) : open.document;
  return pairOf(printDocument(definition), printDocument(ours));
}

/** Newest first; the reason where git says none. */
export async function revisionsOf(path: string | null): Promise<readonly FileRevision[]> {
  return path === null ? [] : (await engine.workspace.history({ path })).items;
}
