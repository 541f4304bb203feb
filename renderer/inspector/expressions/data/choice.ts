import { isObject, type Json } from '@sagaloom/engine/core';
import { create } from 'zustand';

/** What data expressions are tried on. */
export type DataChoice =
  /** The run on the canvas, else the last one. */
  | { readonly kind: 'run' }
  /** The sample input of the file, and the pinned outputs. */
  | { readonly kind: 'sample' }
  | { readonly kind: 'scenario'; readonly name: string }
  /** Typed by hand. */
  | { readonly kind: 'own'; readonly input: Json };

interface ChoicesState {
  readonly byWorkflow: Readonly<Record<string, DataChoice>>;
}

const usualChoice: DataChoice = { kind: 'run' };

const keyOf = (workflow: string): string => `sagaloom.data.${workflow}`;

const useChoices = create<ChoicesState>(() => ({ byWorkflow: {} }));

/** One for all fields of a document; remembered by the name of the workflow. */
export function useDataChoice(workflow: string): DataChoice {
  return useChoices(({ byWorkflow }) => byWorkflow[workflow]) ?? remembered(workflow);
}

const known = new Map<string, DataChoice>();

function remembered(workflow: string): DataChoice {
  const choice = known.get(workflow) ?? read(workflow) ?? usualChoice;
  known.set(workflow, choice);
  return choice;
}

export function chooseData(workflow: string, choice: DataChoice): void {
  useChoices.setState(({ byWorkflow }) => ({ byWorkflow: { ...byWorkflow, [workflow]: choice } }));
  try {
    localStorage.setItem(keyOf(workflow), JSON.stringify(choice));
  } catch {
    // Too large to keep, or nowhere to: it holds until the window is closed.
  }
}

function read(workflow: string): DataChoice | null {
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(workflow)) ?? 'null') as Json;
    if (!isObject(kept)) return null;
    if (kept['kind'] === 'sample') return { kind: 'sample' };
    if (kept['kind'] === 'scenario' && typeof kept['name'] === 'string')
      return { kind: 'scenario', name: kept['name'] };
    return kept['kind'] === 'own' && kept['input'] !== undefined ? { kind: 'own', input: kept['input'] } : null;
  } catch {
    return null;
  }
}
