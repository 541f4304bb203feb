/** Workflows of this workspace and the steps each has: what a rule may lead to. */
import { useEffect, useState } from 'react';
import { type Draft, outlineOf, parseSource, useDocuments } from '../../document/index.ts';
import { engine } from '../../rpc/index.ts';
import { useWorkspace } from '../../shell/files/workspace.ts';

export interface KnownWorkflow {
  readonly name: string;
  readonly steps: readonly { readonly id: string; readonly label: string }[];
}

/** More files than that are not looked into. */
const most = 200;

/** Open files as they are on the screen, the others as they lie. */
export function useKnownWorkflows(): readonly KnownWorkflow[] {
  const [known, setKnown] = useState<readonly KnownWorkflow[]>([]);
  const files = useWorkspace((state) => state.files);
  useEffect(() => {
    let isShown = true;
    const open = useDocuments.getState().documents;
    const paths = files.map(({ path }) => path).filter((path) => !open.some((other) => other.path === path));
    void Promise.all(paths.slice(0, most).map(readDraft)).then((read) => {
      const drafts = [...open.map(({ document }) => document), ...read.filter((draft) => draft !== null)];
      if (isShown) setKnown(byName(drafts.flatMap(workflowOf)));
    });
    return () => {
      isShown = false;
    };
  }, [files]);
  return known;
}

async function readDraft(path: string): Promise<Draft | null> {
  try {
    const opened = parseSource((await engine.workspace.read({ path })).text);
    return opened.ok ? opened.source.document : null;
  } catch {
    return null; // it went away meanwhile
  }
}

function workflowOf(document: Draft): readonly KnownWorkflow[] {
  const name = document['name'];
  if (typeof name !== 'string' || name === '') return [];
  return [{ name, steps: [...outlineOf(document).steps.values()].map(({ id, label }) => ({ id, label })) }];
}

function byName(workflows: readonly KnownWorkflow[]): readonly KnownWorkflow[] {
  const first = new Map<string, KnownWorkflow>();
  for (const workflow of workflows) if (!first.has(workflow.name)) first.set(workflow.name, workflow);
  return [...first.values()].toSorted((a, b) => a.name.localeCompare(b.name));
}
