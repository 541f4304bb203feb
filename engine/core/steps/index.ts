import type { Place } from '../event.ts';
import type { Failure } from '../failure.ts';
import type { Decision } from '../machine/decision.ts';
import { failStep } from '../machine/endings.ts';
import { chain, type Eventually } from '../machine/eventually.ts';
import { EVENTS_LIMIT } from '../machine/pivot.ts';
import { type StepNode, stepNode } from '../machine/program.ts';
import { type ActiveStep, type Frame, frameOf, placeKey, type RunState } from '../machine/state.ts';
import type { Entering } from './entering.ts';
import { enterChoice } from './choice.ts';
import { enterChild } from './child.ts';
import { enterComposite } from './composite.ts';
import { enterContinue } from './continue.ts';
import { enterEmit } from './emit.ts';
import { enterFail } from './fail.ts';
import { enterMap } from './map.ts';
import { enterReceive } from './receive.ts';
import { enterSet } from './set.ts';
import { enterSucceed } from './succeed.ts';
import { enterTask } from './task.ts';
import { enterWait } from './wait.ts';

/** Cycles are allowed and bounded: visits of a step, events of a run. */
const MAX_VISITS = 10_000;
const MAX_EVENTS = 100_000;

/** A step begins. What it cannot evaluate fails it, where its own `catch` can answer. */
export function enterStep(decision: Decision, frame: Frame, id: string): Eventually<void> {
  return enterAs(decision, frame, { id, ...nextVisit(decision.state, frame, id) });
}

/** Of a step that a block is about to enter. */
export function nextVisit({ visits }: Pick<RunState, 'visits'>, { prefix }: Frame, id: string): Place {
  const path = `${prefix}${id}`;
  return { path, visit: (Object.hasOwn(visits, path) ? (visits[path] ?? 0) : 0) + 1 };
}

/** LI4: a history was cut just after it had begun to fail: it is entered once more, as the same visit. */
export function enterAgain(decision: Decision, { id, path, visit, frame }: ActiveStep): Eventually<void> {
  return enterAs(decision, frameOf(decision.state, frame), { id, path, visit });
}

type Beginner = Pick<Entering, 'id' | 'path' | 'visit'>;

function enterAs(decision: Decision, frame: Frame, { id, path, visit }: Beginner): Eventually<void> {
  const node = stepNode(decision.program, id);
  const at: Entering = { decision, frame: frame.key, path, visit, id };
  const problem = limitOf(decision, id, visit) ?? enter(at, node);
  return chain(problem, (error) => (error ? failEntering(at, node, error) : undefined));
}

function limitOf(decision: Decision, id: string, visit: number): Failure | null {
  if (visit > MAX_VISITS)
    return { type: 'limit.visits', message: `Step ${id} was entered more than ${MAX_VISITS} times.`, retryable: false };
  if (decision.state.seq < MAX_EVENTS) return null;
  return {
    type: EVENTS_LIMIT,
    message: `The run has more than ${MAX_EVENTS} events; the last step was ${id}.`,
    retryable: false,
  };
}

function enter(at: Entering, node: StepNode): Eventually<Failure | null> {
  switch (node.type) {
    case 'task':
      return enterTask(at, node);
    case 'choice':
      return enterChoice(at, node);
    case 'emit':
      return enterEmit(at, node);
    case 'child':
      return enterChild(at, node);
    case 'wait':
      return enterWait(at, node);
    case 'receive':
      return enterReceive(at, node);
    case 'map':
      return enterMap(at, node);
    case 'continueAsNew':
      return enterContinue(at, node);
    case 'set':
      return enterSet(at, node);
    case 'fail':
      return enterFail(at, node);
    case 'succeed':
      return enterSucceed(at, node);
    case 'saga':
    case 'parallel':
    case 'try':
      return enterComposite(at, node);
  }
}

async function failEntering(
  { decision, frame, path, visit, id }: Entering,
  node: StepNode,
  error: Failure,
): Promise<void> {
  const place = { path, visit };
  decision.emit({ type: 'StepStarted', ...place, id, stepType: node.type, frame, detail: { kind: 'none' } });
  const step = decision.state.active[placeKey(place)];
  if (step) await failStep(decision, step, error, 'none');
}
