/**
 * What follows from what happened, until nothing does without the world: blocks are entered and ended, ledgers undone, composites
 * settled, signals taken, the run ended. Each turn looks at something that changed, and records what is to be done about it.
 */
import type { FrameKey } from '../event.ts';
import type { Evaluated } from '../expression/index.ts';
import type { Decision } from './decision.ts';
import { haveAttributesChanged, refreshAttributes } from './attributes.ts';
import { cancelStep } from './endings.ts';
import { chain, type Eventually } from './eventually.ts';
import { isFinal, mustUndo, ROOT } from './frames.ts';
import { isMapOver } from './items.ts';
import { blockNode } from './program.ts';
import { endBackoff, settleComposite } from './settle.ts';
import { takeSignal } from './signals.ts';
import { enterAgain, enterStep, nextVisit } from '../steps/index.ts';
import { type ActiveComposite, type ActiveStep, type Frame, type FramePhase, isStuck } from './state.ts';
import { endClosing, endRun } from './run-end.ts';
import { endUndoing, failBrokenUndo, startUndoing } from './undoing.ts';

/** Far above what a legal definition needs in one decision; beyond it is a bug, and a bug must not hang the engine. */
const MAX_TURNS = 1_000_000;

export function advance(decision: Decision): Eventually<void> {
  for (;;) {
    const more = takeTurn(decision);
    if (more instanceof Promise) return more.then((goesOn) => (goesOn ? advance(decision) : undefined));
    if (!more) return undefined;
  }
}

/** Paused, or waiting for a slot, it does nothing by itself; but what ends it need not wait for a slot. */
function mayGoOn({ state }: Decision): boolean {
  return !state.paused && (state.admitted || state.unwinding !== null);
}

/** Whether there may be more to do. Blocks first, each until it has nothing to do; then steps. */
function takeTurn(decision: Decision): Eventually<boolean> {
  const { state } = decision;
  decision.turns += 1;
  if (decision.turns > MAX_TURNS) throw new Error('a decision did not come to rest');
  if (haveAttributesChanged(decision)) return chain(refreshAttributes(decision), () => true);
  if (state.ended) return false;
  if (state.closing) return endClosing(decision);
  if (!mayGoOn(decision)) return false;
  const key = nextFrame(decision);
  if (key !== undefined) return turnNext(decision, key);
  for (const place of state.touched.steps) {
    state.touched.steps.delete(place);
    const step = state.active[place];
    if (step) return chain(turnStep(decision, step), () => true);
  }
  return false;
}

function turnNext(decision: Decision, key: FrameKey): Eventually<boolean> {
  const { state } = decision;
  state.touched.frames.delete(key);
  decision.focus = key;
  const frame = state.frames[key];
  return frame ? chain(turnFrame(decision, frame), () => true) : true;
}

function nextFrame({ focus, state: { touched } }: Decision): FrameKey | undefined {
  if (focus !== null && touched.frames.has(focus)) return focus;
  const [first] = touched.frames;
  return first;
}

function turnFrame(decision: Decision, frame: Frame): Eventually<void> {
  const { phase } = frame;
  switch (phase.kind) {
    case 'enter':
      return pausesBefore(decision, frame, phase) ? undefined : enterStep(decision, frame, phase.step);
    case 'end':
      return endBlock(decision, frame);
    case 'closed':
      if (mustUndo(frame)) startUndoing(decision, frame, phase.error);
      else if (frame.key === ROOT) endRun(decision, { kind: 'failed', error: phase.error });
      return undefined; // else its owner settles it
    case 'undoing':
      if (!failBrokenUndo(decision, frame)) endUndoing(decision, frame);
      return undefined;
    case 'step':
    case 'completed':
      return undefined;
  }
}

/** RN9. Whether the step to be entered has a breakpoint that the run has not paused at: it pauses. What is ending goes on. */
function pausesBefore(
  decision: Decision,
  frame: Frame,
  { step: id, paused }: Extract<FramePhase, { kind: 'enter' }>,
): boolean {
  const { state } = decision;
  if (paused === true || state.unwinding !== null || !state.run?.breakpoints?.includes(id)) return false;
  decision.emit({ type: 'RunPaused', breakpoint: { ...nextVisit(state, frame, id), id, frame: frame.key } });
  return true;
}

/** The last step is done: the block's output is its template, else that step's output. */
function endBlock(decision: Decision, frame: Frame): Eventually<void> {
  const { output } = blockNode(decision.program, frame.block);
  if (!output) return recordEnd(decision, frame, { ok: true, value: frame.last });
  return chain(decision.evaluate(output, frame.key), (value) => recordEnd(decision, frame, value));
}

function recordEnd(decision: Decision, frame: Frame, value: Evaluated): void {
  if (frame.key === ROOT) {
    return endRun(
      decision,
      value.ok ? { kind: 'completed', output: value.value } : { kind: 'failed', error: value.error },
    );
  }
  if (value.ok) decision.emit({ type: 'BlockCompleted', frame: frame.key, output: value.value });
  else decision.emit({ type: 'BlockFailed', frame: frame.key, error: value.error });
}

function turnStep(decision: Decision, step: ActiveStep): Eventually<void> {
  if (step.kind === 'composite' && isSettled(decision, step)) return settleComposite(decision, step);
  if (step.cancelBy !== null && canCancelNow(step)) {
    if (step.kind === 'composite') return endBackoff(decision, step);
    return cancelStep(decision, step, step.kind === 'task' ? step.outcome : 'none');
  }
  if (step.kind === 'none' && !isStuck(step)) return enterAgain(decision, step);
  return step.kind === 'receive' ? takeSignal(decision, step) : undefined;
}

function isSettled({ state }: Decision, step: ActiveComposite): boolean {
  if (step.map && step.phase === 'running') return isMapOver(step);
  if (step.frames.length === 0) return false;
  // From the end: branches tend to end in the order they began, and of a wide one each would be looked at each time.
  return step.frames.findLast((key) => !isOver(state.frames[key])) === undefined;
}

function isOver(frame: Frame | undefined): boolean {
  return frame !== undefined && isFinal(frame);
}

/** Nothing of it runs in the world. */
function canCancelNow(step: ActiveStep): boolean {
  if (step.kind === 'task') return step.phase !== 'running';
  if (step.kind === 'composite') return step.phase === 'backoff';
  return true;
}
