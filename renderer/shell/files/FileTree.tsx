import type { WorkspaceFile } from '@sagaloom/engine/contract';
import { ChevronRight, Copy, Ellipsis, ExternalLink, FolderPen, GitCompare, Trash2, Workflow } from 'lucide-react';
import { type KeyboardEvent, useMemo } from 'react';
import { Button, Collection, Tree, TreeItem, TreeItemContent } from 'react-aria-components';
import { isDirty, useActiveDocument, useDocuments } from '../../document/index.ts';
import { useT } from '../../locales/index.ts';
import { compareOpen } from '../../diff/compare-open.ts';
import { cx, MenuButton, type MenuEntry } from '../../ui/index.ts';
import { duplicateFile, moveFile, removeFile } from './file-actions.ts';
import { type FileNode, fileTree, folderIds } from './file-tree.ts';
import { openFile } from './files.ts';
import tree from '../tree.module.css';
import css from './FileTree.module.css';

export function FileTree({ files }: { readonly files: readonly WorkspaceFile[] }) {
  const t = useT();
  const nodes = useMemo(() => fileTree(files), [files]);
  const active = useActiveDocument()?.path ?? null;
  const unsaved = useUnsaved();
  return (
    // The keys of a file; the tree has those of a tree.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className={css.keys} onKeyDown={onKey}>
      <Tree
        aria-label={t('shell.panel.files')}
        className={cx(tree.tree)}
        items={nodes}
        dependencies={[nodes, unsaved]}
        selectionMode="single"
        selectionBehavior="replace"
        selectedKeys={active === null ? [] : [active]}
        defaultExpandedKeys={folderIds(nodes)}
        onSelectionChange={(keys) => {
          const [key] = keys === 'all' ? [] : keys;
          if (key !== undefined && !String(key).endsWith('/')) void openFile(String(key));
        }}
        onAction={(key) => {
          if (!String(key).endsWith('/')) void openFile(String(key));
        }}
      >
        {(node) => treeItem(node, unsaved)}
      </Tree>
    </div>
  );
}

/** Paths of tabs with edits that are not in their files. */
function useUnsaved(): ReadonlySet<string> {
  const joined = useDocuments(({ documents }) =>
    documents.flatMap((open) => (open.path !== null && isDirty(open) ? [open.path] : [])).join('\n'),
  );
  return useMemo(() => new Set(joined.split('\n')), [joined]);
}

/** A function, not a component: the tree reads its items from what this gives back. */
function treeItem(node: FileNode, unsaved: ReadonlySet<string>) {
  return (
    <TreeItem id={node.id} textValue={node.name} className={cx(tree.item, css.item)} data-path={node.id}>
      <TreeItemContent>
        {({ level }) =>
          node.kind === 'folder' ? (
            <FolderRow name={node.name} level={level} />
          ) : (
            <FileRow path={node.id} name={node.name} level={level} isUnsaved={unsaved.has(node.id)} />
          )
        }
      </TreeItemContent>
      {node.kind === 'folder' && <Collection items={node.children}>{(child) => treeItem(child, unsaved)}</Collection>}
    </TreeItem>
  );
}

const indent = (level: number) => ({ paddingLeft: 4 + (level - 1) * 14 });

function FolderRow({ name, level }: { readonly name: string; readonly level: number }) {
  const t = useT();
  return (
    <span className={cx(tree.row, css.row, css.folder)} style={indent(level)}>
      <Button slot="chevron" className={cx(tree.chevron)} aria-label={t('shell.outline.unfold', { name })}>
        <ChevronRight size={13} strokeWidth={2} aria-hidden />
      </Button>
      <span className={css.name} title={name}>
        {name}
      </span>
    </span>
  );
}

interface FileRowProps {
  readonly path: string;
  readonly name: string;
  readonly level: number;
  readonly isUnsaved: boolean;
}

function FileRow({ path, name, level, isUnsaved }: FileRowProps) {
  const t = useT();
  return (
    <span className={cx(tree.row, css.row)} style={indent(level)}>
      <Workflow size={15} strokeWidth={1.75} className={css.icon} aria-hidden />
      <span className={css.name} title={path}>
        {name}
      </span>
      {isUnsaved && <i className={css.unsaved} title={t('files.unsaved')} />}
      <span className={css.more}>
        <MenuButton label={t('files.more', { name })} entries={entriesFor(path, t)} placement="bottom end">
          <Button className={cx(css.moreButton)} aria-label={t('files.more', { name })}>
            <Ellipsis size={14} strokeWidth={1.75} aria-hidden />
          </Button>
        </MenuButton>
      </span>
    </span>
  );
}

function entriesFor(path: string, t: ReturnType<typeof useT>): readonly MenuEntry[] {
  return [
    { id: 'open', label: t('files.open'), icon: ExternalLink, shortcut: 'Enter', onAction: () => void openFile(path) },
    { id: 'move', label: t('files.move.menu'), icon: FolderPen, shortcut: 'F2', onAction: () => void moveFile(path) },
    { id: 'copy', label: t('files.duplicate'), icon: Copy, onAction: () => void duplicateFile(path) },
    { id: 'compare', label: t('diff.command'), icon: GitCompare, onAction: () => void compareFile(path) },
    { id: 'line', separator: true },
    {
      id: 'remove',
      label: t('files.remove'),
      icon: Trash2,
      shortcut: 'Del',
      danger: true,
      onAction: () => void removeFile(path),
    },
  ];
}

async function compareFile(path: string): Promise<void> {
  const id = await openFile(path);
  if (id !== null) compareOpen(id);
}

function onKey(event: KeyboardEvent): void {
  if (!(event.target instanceof Element) || event.target.closest('[role="menu"]')) return;
  const path = event.target.closest('[data-path]')?.getAttribute('data-path') ?? '';
  if (path === '' || path.endsWith('/')) return;
  if (event.key === 'F2') void moveFile(path);
  else if (event.key === 'Delete') void removeFile(path);
  else return;
  event.preventDefault();
  event.stopPropagation();
}
