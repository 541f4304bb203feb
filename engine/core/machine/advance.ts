/**
 * What follows from what happened, until nothing does without the world: blocks are entered and ended, ledgers undone, composites
 * settled, the run ended. Each turn finds one thing to do in the state and records it; the state it leaves holds the next.
 */
import type { Decision } from './decision.ts';
import { cancelStep } from './endings.ts';
import { isFinal, mustUndo, ROOT } from './frames.ts';
import { blockNode } from './program.ts';
import { endBackoff, settleComposite } from './settle.ts';
import { enterStep } from '../steps/index.ts';
import { type ActiveStep, type Frame, frameOf, isStuck, type RunState } from './state.ts';
import { endRun } from './run-end.ts';
import { endUndoing, failBrokenUndo, startUndoing } from './undoing.ts';

/** Far above what a legal definition needs in one decision; beyond it is a bug, and a bug must not hang the engine. */
const MAX_TURNS = 200_000;

export async function advance(decision: Decision): Promise<void> {
  for (let turn = 0; turn < MAX_TURNS; turn += 1) {
    if (decision.state.ended || !(await takeTurn(decision))) return;
  }
  throw new Error('a decision did not come to rest');
}

async function takeTurn(decision: Decision): Promise<boolean> {
  for (const frame of Object.values(decision.state.frames)) {
    if (await turnFrame(decision, frame)) return true;
  }
  for (const step of Object.values(decision.state.active)) {
    if (await turnStep(decision, step)) return true;
  }
  return false;
}

async function turnFrame(decision: Decision, frame: Frame): Promise<boolean> {
  const { phase } = frame;
  switch (phase.kind) {
    case 'enter':
      await enterStep(decision, frame, phase.step);
      return true;
    case 'end':
      await endBlock(decision, frame);
      return true;
    case 'closed':
      if (mustUndo(frame)) startUndoing(decision, frame, phase.error);
      else if (frame.key === ROOT) endRun(decision, { kind: 'failed', error: phase.error });
      else return false; // its owner settles it
      return true;
    case 'undoing':
      return failBrokenUndo(decision, frame) || endUndoing(decision, frame);
    case 'step':
    case 'completed':
      return false;
  }
}

/** The last step is done: the block's output is its template, else that step's output. */
async function endBlock(decision: Decision, frame: Frame): Promise<void> {
  const { output } = blockNode(decision.program, frame.block);
  const value = output ? await decision.evaluate(output, frame.key) : { ok: true as const, value: frame.last };
  if (frame.key === ROOT) {
    return endRun(
      decision,
      value.ok ? { kind: 'completed', output: value.value } : { kind: 'failed', error: value.error },
    );
  }
  if (value.ok) decision.emit({ type: 'BlockCompleted', frame: frame.key, output: value.value });
  else decision.emit({ type: 'BlockFailed', frame: frame.key, error: value.error });
}

async function turnStep(decision: Decision, step: ActiveStep): Promise<boolean> {
  if (step.kind === 'composite' && isSettled(decision.state, step.frames)) return settleComposite(decision, step);
  if (step.cancelBy === null || !canCancelNow(step)) return false;
  if (step.kind === 'composite') await endBackoff(decision, step);
  else await cancelStep(decision, step, step.kind === 'task' ? step.outcome : 'none');
  return true;
}

function isSettled(state: RunState, frames: readonly string[]): boolean {
  return frames.length > 0 && frames.every((key) => isFinal(frameOf(state, key)));
}

/** Nothing of it runs in the world. */
function canCancelNow(step: ActiveStep): boolean {
  if (step.kind === 'task') return step.phase !== 'running';
  return step.kind === 'wait' || isStuck(step) || (step.kind === 'composite' && step.phase === 'backoff');
}
