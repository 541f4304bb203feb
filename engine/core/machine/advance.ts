/**
 * What follows from what happened, until nothing does without the world: blocks are entered and ended, ledgers undone, composites
 * settled, signals taken, the run ended. Each turn looks at something that changed, and records what is to be done about it.
 */
import type { FrameKey } from '../event.ts';
import type { Decision } from './decision.ts';
import { haveAttributesChanged, refreshAttributes } from './attributes.ts';
import { cancelStep } from './endings.ts';
import { isFinal, mustUndo, ROOT } from './frames.ts';
import { isMapOver } from './items.ts';
import { blockNode } from './program.ts';
import { endBackoff, settleComposite } from './settle.ts';
import { takeSignal } from './signals.ts';
import { enterStep } from '../steps/index.ts';
import { type ActiveComposite, type ActiveStep, type Frame, isStuck } from './state.ts';
import { endClosing, endRun } from './run-end.ts';
import { endUndoing, failBrokenUndo, startUndoing } from './undoing.ts';

/** Far above what a legal definition needs in one decision; beyond it is a bug, and a bug must not hang the engine. */
const MAX_TURNS = 1_000_000;

export async function advance(decision: Decision): Promise<void> {
  for (let turn = 0; turn < MAX_TURNS; turn += 1) {
    if (haveAttributesChanged(decision)) await refreshAttributes(decision);
    if (!mayGoOn(decision) || !(await takeTurn(decision))) return;
  }
  throw new Error('a decision did not come to rest');
}

/** Paused, or waiting for a slot, it does nothing by itself; but what ends it need not wait for a slot. */
function mayGoOn({ state }: Decision): boolean {
  return !state.ended && !state.paused && (state.admitted || state.unwinding !== null);
}

/** Blocks first, each until it has nothing to do; then steps. */
async function takeTurn(decision: Decision): Promise<boolean> {
  const { state } = decision;
  if (state.closing) return endClosing(decision);
  const { frames, steps } = state.touched;
  for (let key = nextFrame(decision); key !== undefined; key = nextFrame(decision)) {
    frames.delete(key);
    decision.focus = key;
    const frame = state.frames[key];
    if (frame && (await turnFrame(decision, frame))) return true;
  }
  for (const key of steps) {
    steps.delete(key);
    const step = state.active[key];
    if (step && (await turnStep(decision, step))) return true;
  }
  return false;
}

function nextFrame({ focus, state: { touched } }: Decision): FrameKey | undefined {
  if (focus !== null && touched.frames.has(focus)) return focus;
  const [first] = touched.frames;
  return first;
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
  if (step.kind === 'composite' && isSettled(decision, step)) return settleComposite(decision, step);
  if (step.cancelBy !== null && canCancelNow(step)) {
    if (step.kind === 'composite') await endBackoff(decision, step);
    else await cancelStep(decision, step, step.kind === 'task' ? step.outcome : 'none');
    return true;
  }
  return step.kind === 'receive' && takeSignal(decision, step);
}

function isSettled({ state }: Decision, step: ActiveComposite): boolean {
  if (step.map && step.phase === 'running') return isMapOver(step);
  return step.frames.length > 0 && step.frames.every((key) => isOver(state.frames[key]));
}

function isOver(frame: Frame | undefined): boolean {
  return frame !== undefined && isFinal(frame);
}

/** Nothing of it runs in the world. */
function canCancelNow(step: ActiveStep): boolean {
  if (step.kind === 'task') return step.phase !== 'running';
  if (step.kind === 'composite') return step.phase === 'backoff';
  return step.kind === 'wait' || step.kind === 'receive' || isStuck(step);
}
