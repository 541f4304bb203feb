import { compile, type Diagnostic, isObject, type Json } from '@sagaloom/engine/core';
import { create } from 'zustand';
import { findDocument, printDocument } from '../document/index.ts';
import { fieldOf } from './form/field.ts';
import { initialValue } from './form/value.ts';

/** What the dialog shows: a form, or why there is nothing to run yet. */
export type RunQuestion =
  | { readonly kind: 'problems'; readonly tab: string; readonly problems: readonly Diagnostic[] }
  | {
      readonly kind: 'input';
      readonly tab: string;
      readonly workflow: string;
      /** What is run: the drawing as it was when the question was asked. */
      readonly text: string;
      readonly schema: Json | undefined;
      readonly input: Json | undefined;
      readonly sample: Json | undefined;
    };

export const useRunDialog = create<{ readonly question: RunQuestion | null }>(() => ({ question: null }));

export function askToRun(tab: string): void {
  const open = findDocument(tab);
  if (!open) return;
  const text = printDocument(open.document);
  const compiled = compile(text);
  if (!compiled.ok) {
    const problems = compiled.diagnostics.filter(({ severity }) => severity === 'error');
    useRunDialog.setState({ question: { kind: 'problems', tab, problems } });
    return;
  }
  const { name, input: schema, ui } = open.document;
  const workflow = typeof name === 'string' ? name : '';
  const sample = isObject(ui) ? ui['sampleInput'] : undefined;
  const input = rememberedInput(workflow) ?? sample ?? initialValue(fieldOf(schema));
  useRunDialog.setState({ question: { kind: 'input', tab, workflow, text, schema, input, sample } });
}

export function closeRunDialog(): void {
  useRunDialog.setState({ question: null });
}

const keyOf = (workflow: string): string => `sagaloom.input.${workflow}`;

export function rememberInput(workflow: string, input: Json): void {
  try {
    localStorage.setItem(keyOf(workflow), JSON.stringify(input));
  } catch {
    // Too large to keep; the next dialog opens with the sample.
  }
}

function rememberedInput(workflow: string): Json | undefined {
  try {
    const kept = localStorage.getItem(keyOf(workflow));
    return kept === null ? undefined : (JSON.parse(kept) as Json);
  } catch {
    return undefined;
  }
}
