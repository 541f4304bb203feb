import type { WorkspaceFile } from '@sagaloom/engine/contract';
import { create } from 'zustand';
import { engine } from '../../rpc/index.ts';
import { explain } from '../notices.ts';
import { lookAtOpen } from './outside.ts';

interface WorkspaceState {
  readonly phase: 'loading' | 'ready' | 'broken';
  readonly problem: string | null;
  readonly files: readonly WorkspaceFile[];
}

/** The workflow files of the workspace, as last read. */
export const useWorkspace = create<WorkspaceState>(() => ({ phase: 'loading', problem: null, files: [] }));

export async function loadFiles(): Promise<void> {
  try {
    noteFiles((await engine.workspace.list()).items);
  } catch (error) {
    noteNoFiles(error);
  }
}

export function noteNoFiles(error: unknown): void {
  useWorkspace.setState({ phase: 'broken', problem: explain(error) });
}

/** The workspace has these files now; open ones that changed are looked at. */
export function noteFiles(files: readonly WorkspaceFile[]): void {
  useWorkspace.setState({ phase: 'ready', problem: null, files });
  void lookAtOpen(files);
}

export const fileSuffix = '.saga.json';

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
