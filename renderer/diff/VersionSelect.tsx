import type { FileRevision } from '@sagaloom/engine/contract';
import { useEffect, useState } from 'react';
import { type OpenDocument, useDocuments } from '../document/index.ts';
import { useFormats } from '../locales/format.ts';
import { useT } from '../locales/index.ts';
import { titleOf } from '../shell/files/files.ts';
import { explain } from '../shell/notices.ts';
import { Select } from '../ui/index.ts';
import { compare, type Version } from './diff-state.ts';
import { revisionsOf } from './versions.ts';

interface Props {
  readonly open: OpenDocument;
  readonly version: Version;
}

/** What the file is compared with: the disk, a commit, another tab, what is deployed, a file of the person's own. */
export function VersionSelect({ open, version }: Props) {
  const t = useT();
  const { moment } = useFormats();
  const { revisions, problem } = useRevisions(open.path);
  const others = useDocuments(({ documents }) => documents).filter(({ id }) => id !== open.id);
  const named = typeof open.document['name'] === 'string' && open.document['name'] !== '';
  const options = [
    ...(open.path === null ? [] : [{ value: 'disk', label: t('diff.disk') }]),
    ...(named ? [{ value: 'deployed', label: t('diff.deployed') }] : []),
    ...others.map((other) => ({ value: `tab:${other.id}`, label: t('diff.tab', { name: titleOf(other) }) })),
    { value: 'pick', label: version.kind === 'file' ? version.name : t('diff.pick') },
    ...revisions.map(({ id, short, subject, author, when }) => ({
      value: `commit:${id}`,
      label: t('diff.commit', { short, subject }),
      description: t('diff.commitBy', { author, when: moment(Date.parse(when)) }),
    })),
  ];
  const head = version.kind === 'commit' && version.revision === 'HEAD' ? revisions[0]?.id : undefined;
  return (
    <Select
      aria-label={t('diff.with')}
      options={options}
      value={head === undefined ? keyOf(version) : `commit:${head}`}
      {...(problem === null ? {} : { hint: t('diff.noGit', { reason: problem }) })}
      onChange={(key) => choose(open.id, key)}
    />
  );
}

function keyOf(version: Version): string {
  if (version.kind === 'commit') return `commit:${version.revision}`;
  if (version.kind === 'tab') return `tab:${version.id}`;
  return version.kind === 'file' ? 'pick' : version.kind;
}

function choose(documentId: string, key: string): void {
  const [kind, rest] = [key.split(':')[0], key.slice(key.indexOf(':') + 1)];
  if (kind === 'disk' || kind === 'deployed') compare(documentId, { kind });
  else if (kind === 'tab') compare(documentId, { kind, id: rest });
  else if (kind === 'commit') compare(documentId, { kind, revision: rest });
  else pickFile((name, text) => compare(documentId, { kind: 'file', name, text }));
}

function pickFile(take: (name: string, text: string) => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.json,application/json';
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    if (file) void file.text().then((text) => take(file.name, text));
  });
  input.click();
}

function useRevisions(path: string | null) {
  const [state, setState] = useState<{
    readonly revisions: readonly FileRevision[];
    readonly problem: string | null;
  }>({ revisions: [], problem: null });
  useEffect(() => {
    let isWanted = true;
    revisionsOf(path).then(
      (revisions) => isWanted && setState({ revisions, problem: null }),
      (error: unknown) => isWanted && setState({ revisions: [], problem: explain(error) }),
    );
    return () => {
      isWanted = false;
    };
  }, [path]);
  return state;
}
