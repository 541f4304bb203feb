import type { Json } from '@sagaloom/engine/core';
import { ORPCError } from '@orpc/client';
import { breakpointsOf } from '../document/index.ts';
import { engine, wire } from '../rpc/index.ts';
import { rememberBooks, useDemo } from '../shell/shop/demo.ts';
import { showDock } from '../shell/layout.ts';
import { attachRun } from './attached.ts';
import { rememberInput } from './run-dialog.ts';
import { runChanged } from './run-list.ts';

interface Start {
  /** The tab whose canvas shows the run. */
  readonly tab: string;
  readonly workflow: string;
  readonly text: string;
  readonly input: Json;
}

/** Starts a run of what is drawn and shows it on the canvas. */
export async function startRun({ tab, workflow, text, input }: Start): Promise<string> {
  rememberInput(workflow, input);
  if (useDemo.getState().status?.running) await rememberBooks();
  const run = await engine.runs.start({ document: text, input: wire(input), breakpoints: [...breakpointsOf(tab)] });
  runChanged(run);
  attachRun(tab, run.runId);
  showDock('timeline');
  return run.runId;
}

export interface InputProblem {
  readonly pointer: string;
  readonly message: string;
}

/** What the engine said of the input, place by place; empty when it refused for another reason. */
export function inputProblems(error: unknown): readonly InputProblem[] {
  if (!(error instanceof ORPCError) || error.code !== 'INVALID') return [];
  const data = error.data as { readonly details?: unknown } | undefined;
  return Array.isArray(data?.details) ? data.details.filter(isInputProblem) : [];
}

function isInputProblem(value: unknown): value is InputProblem {
  const { pointer, message } = (value ?? {}) as Partial<Record<keyof InputProblem, unknown>>;
  return typeof pointer === 'string' && typeof message === 'string';
}
