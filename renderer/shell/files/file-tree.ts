import type { WorkspaceFile } from '@sagaloom/engine/contract';
import { baseName } from './workspace.ts';

export type FileNode =
  | { readonly kind: 'file'; readonly id: string; readonly name: string; readonly file: WorkspaceFile }
  | {
      readonly kind: 'folder';
      /** Its path with a slash behind it: no file is called that. */
      readonly id: string;
      readonly name: string;
      readonly children: readonly FileNode[];
    };

/** Files in their folders, folders first. A folder that holds nothing but one other shows as one: `sales/2026`. */
export function fileTree(files: readonly WorkspaceFile[]): readonly FileNode[] {
  return childrenOf('', files);
}

function childrenOf(folder: string, files: readonly WorkspaceFile[]): readonly FileNode[] {
  const isHere = ({ path }: WorkspaceFile): boolean => !path.slice(folder.length).includes('/');
  const below = Map.groupBy(
    files.filter((file) => !isHere(file)),
    ({ path }) => path.slice(0, path.indexOf('/', folder.length) + 1),
  );
  const folders = [...below].map(([id, held]) => folderNode(folder, id, held));
  const here = files
    .filter(isHere)
    .map((file): FileNode => ({ kind: 'file', id: file.path, name: baseName(file.path), file }));
  return [...folders.toSorted(byName), ...here.toSorted(byName)];
}

function folderNode(parent: string, id: string, files: readonly WorkspaceFile[]): FileNode {
  const name = id.slice(parent.length, -1);
  const children = childrenOf(id, files);
  const [only] = children;
  if (children.length === 1 && only?.kind === 'folder') return { ...only, name: `${name}/${only.name}` };
  return { kind: 'folder', id, name, children };
}

const byName = (a: FileNode, b: FileNode): number => a.name.localeCompare(b.name, undefined, { numeric: true });

export function folderIds(nodes: readonly FileNode[]): readonly string[] {
  return nodes.flatMap((node) => (node.kind === 'folder' ? [node.id, ...folderIds(node.children)] : []));
}
