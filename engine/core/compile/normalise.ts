import {
  DEFAULT_CANCEL_TIMEOUT,
  DEFAULT_START_TO_CLOSE,
  DEFAULT_TASK_QUEUE,
  DEFAULT_UNDO_RETRY,
  fillRetryRule,
} from '../definition/defaults.ts';
import type {
  Block,
  CatchClause,
  Compensate,
  RetryRule,
  SagaDocument,
  Step,
  Steps,
  TaskStep,
  Timeouts,
} from '../definition/document.ts';
import { withMarkers } from '../definition/secrets.ts';
import { durationMs, formatDuration } from '../duration.ts';
import { isExpression } from '../expression/index.ts';
import { normaliseTriggers } from './normalise-triggers.ts';

/** A document with every default written out, durations in one spelling, and nothing that is only for the eye. */
export type Definition = Omit<SagaDocument, 'ui' | '$schema' | 'defaults'>;

type Defaults = NonNullable<SagaDocument['defaults']>;

/** For a document without errors. What is normal already stays as it is (DF3). */
export function normalise(document: SagaDocument): Definition {
  const { ui: _ui, $schema: _schema, defaults = {}, timeout, steps, triggers, concurrencyKey, ...rest } = document;
  return {
    ...rest,
    ...duration('timeout', timeout),
    ...(triggers ? { triggers: normaliseTriggers(rest.name, triggers) } : {}),
    ...(concurrencyKey ? { concurrencyKey: { limit: 1, onLimit: 'queue', ...concurrencyKey } } : {}),
    steps: normaliseSteps(steps, defaults),
  };
}

function normaliseSteps(steps: Steps, defaults: Defaults): Steps {
  return Object.fromEntries(Object.entries(steps).map(([id, step]) => [id, normaliseStep(step, defaults)]));
}

function normaliseStep(step: Step, defaults: Defaults): Step {
  switch (step.type) {
    case 'task':
      return normaliseTask(step, defaults);
    case 'saga':
      return {
        ...step,
        ...composite(step),
        steps: normaliseSteps(step.steps, defaults),
        order: step.order ?? 'reverse',
        onCompensationFailure: step.onCompensationFailure ?? 'suspend',
        cancelTimeout: canonical(step.cancelTimeout ?? DEFAULT_CANCEL_TIMEOUT),
      };
    case 'try':
      return {
        ...step,
        ...composite(step),
        steps: normaliseSteps(step.steps, defaults),
        ...(step.finally ? { finally: normaliseBlock(step.finally, defaults) } : {}),
      };
    case 'parallel':
      return {
        ...step,
        ...composite(step),
        branches: Object.fromEntries(
          Object.entries(step.branches).map(([id, branch]) => [id, normaliseBlock(branch, defaults)]),
        ),
        join: step.join ?? 'all',
        onFailure: step.onFailure ?? 'cancel',
      };
    case 'map':
      return {
        ...step,
        ...composite(step),
        steps: normaliseSteps(step.steps, defaults),
        tolerate: step.tolerate ?? 0,
      };
    case 'emit':
      return { ...step, ...normaliseEffect(step, defaults) };
    case 'child': {
      const wait = step.wait ?? true;
      const parentClosePolicy = step.parentClosePolicy ?? (wait ? 'terminate' : 'abandon');
      return { ...step, ...normaliseEffect(step, defaults), wait, parentClosePolicy };
    }
    case 'receive':
      return {
        ...step,
        ...(step.timeout === undefined ? {} : { timeout: time(step.timeout) }),
        catch: normaliseCatch(step.catch),
      };
    case 'wait':
      return step.for === undefined ? step : { ...step, for: time(step.for) };
    default:
      return step; // choice, set, fail, succeed and continueAsNew have no defaults
  }
}

function normaliseTask(step: TaskStep, defaults: Defaults): TaskStep {
  return {
    ...step,
    ...normaliseEffect({ ...step, retry: step.retry ?? defaults.retry }, defaults),
    ...(step.with === undefined ? {} : { with: withMarkers(step.with) }),
    timeouts: normaliseTimeouts({ ...defaults.timeouts, ...step.timeouts }),
    taskQueue: step.taskQueue ?? defaults.taskQueue ?? DEFAULT_TASK_QUEUE,
    pivot: step.pivot ?? false,
  };
}

type Effectful = Pick<TaskStep, 'retry' | 'readOnly' | 'catch' | 'compensate' | 'compensateOn'>;

/** SG1. What task, emit and child have alike. */
function normaliseEffect(step: Effectful, defaults: Defaults): Effectful {
  return {
    retry: (step.retry ?? []).map(normaliseRule),
    readOnly: step.readOnly ?? false,
    catch: normaliseCatch(step.catch),
    ...(step.compensate
      ? { compensate: normaliseUndo(step.compensate, defaults), compensateOn: step.compensateOn ?? 'unknown' }
      : {}),
  };
}

function normaliseUndo(undo: Compensate, defaults: Defaults): Compensate {
  const retry = (undo.retry ?? [...DEFAULT_UNDO_RETRY]).map(normaliseRule);
  if (undo.workflow !== undefined) {
    const { timeouts: _, ...kept } = undo; // a workflow keeps its own time
    return { ...kept, retry };
  }
  return {
    ...undo,
    ...(undo.with === undefined ? {} : { with: withMarkers(undo.with) }),
    retry,
    timeouts: normaliseTimeouts({ ...defaults.timeouts, ...undo.timeouts }),
  };
}

type Composite = Extract<Step, { type: 'saga' | 'try' | 'parallel' | 'map' }>;

function composite(step: Composite): Pick<Composite, 'retry' | 'catch' | 'timeout'> {
  return {
    retry: (step.retry ?? []).map(normaliseRule),
    catch: normaliseCatch(step.catch),
    ...duration('timeout', step.timeout),
  };
}

function normaliseBlock(block: Block, defaults: Defaults): Block {
  return { ...block, steps: normaliseSteps(block.steps, defaults) };
}

function normaliseRule(rule: RetryRule): RetryRule {
  const filled = fillRetryRule(rule);
  return {
    ...filled,
    initialInterval: canonical(filled.initialInterval),
    maxInterval: canonical(filled.maxInterval),
  };
}

function normaliseTimeouts(timeouts: Timeouts): Timeouts {
  const given: Timeouts = { startToClose: DEFAULT_START_TO_CLOSE, ...timeouts };
  const named = Object.entries(given).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, canonical(value)]],
  );
  return Object.fromEntries(named) as Timeouts;
}

function normaliseCatch(clauses: readonly CatchClause[] = []): CatchClause[] {
  return clauses.map((clause) => ({ ...clause, errors: clause.errors ?? ['*'] }));
}

/** Of a field that may also be an expression. */
const time = (text: string): string => (isExpression(text) ? text : canonical(text));

const canonical = (text: string): string => formatDuration(durationMs(text));

function duration<K extends string>(name: K, value: string | undefined): { [P in K]?: string } {
  return value === undefined ? {} : ({ [name]: canonical(value) } as { [P in K]: string });
}
