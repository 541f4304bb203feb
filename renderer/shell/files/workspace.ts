import type { WorkspaceFile } from '@sagaloom/engine/contract';
import { create } from 'zustand';
import { engine } from '../../rpc/index.ts';
import { explain } from '../notices.ts';

interface WorkspaceState {
  readonly phase: 'loading' | 'ready' | 'broken';
  readonly problem: string | null;
  readonly files: readonly WorkspaceFile[];
}

/** The workflow files of the workspace, as last read. */
export const useWorkspace = create<WorkspaceState>(() => ({ phase: 'loading', problem: null, files: [] }));

export async function loadFiles(): Promise<void> {
  try {
    const { items } = await engine.workspace.list();
    useWorkspace.setState({
      phase: 'ready',
      problem: null,
      files: items.toSorted(byFolder),
    });
  } catch (error) {
    useWorkspace.setState({ phase: 'broken', problem: explain(error) });
  }
}

/** Folder by folder, what lies in none of them first. */
export function byFolder(a: { readonly path: string }, b: { readonly path: string }): number {
  return folderOf(a.path).localeCompare(folderOf(b.path)) || a.path.localeCompare(b.path);
}

export const fileSuffix = '.saga.json';

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}
