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
import { durationMs, formatDuration } from '../duration.ts';
import { isExpression } from '../expression/index.ts';

/** A document with every default written out, durations in one spelling, and nothing that is only for the eye. */
export type Definition = Omit<SagaDocument, 'ui' | '$schema' | 'defaults'>;

type Defaults = NonNullable<SagaDocument['defaults']>;

/** For a document without errors. What is normal already stays as it is (DF3). */
export function normalise(document: SagaDocument): Definition {
  const { ui: _ui, $schema: _schema, defaults = {}, timeout, steps, ...rest } = document;
  return { ...rest, ...duration('timeout', timeout), steps: normaliseSteps(steps, defaults) };
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
    case 'wait':
      return step.for === undefined || isExpression(step.for) ? step : { ...step, for: canonical(step.for) };
    default:
      return step; // choice, set, fail and succeed have no defaults
  }
}

function normaliseTask(step: TaskStep, defaults: Defaults): TaskStep {
  return {
    ...step,
    retry: (step.retry ?? defaults.retry ?? []).map(normaliseRule),
    timeouts: normaliseTimeouts({ ...defaults.timeouts, ...step.timeouts }),
    taskQueue: step.taskQueue ?? defaults.taskQueue ?? DEFAULT_TASK_QUEUE,
    readOnly: step.readOnly ?? false,
    pivot: step.pivot ?? false,
    catch: normaliseCatch(step.catch),
    ...(step.compensate
      ? { compensate: normaliseUndo(step.compensate, defaults), compensateOn: step.compensateOn ?? 'unknown' }
      : {}),
  };
}

function normaliseUndo(undo: Compensate, defaults: Defaults): Compensate {
  return {
    ...undo,
    retry: (undo.retry ?? [...DEFAULT_UNDO_RETRY]).map(normaliseRule),
    timeouts: normaliseTimeouts({ ...defaults.timeouts, ...undo.timeouts }),
  };
}

type Composite = Extract<Step, { type: 'saga' | 'try' | 'parallel' }>;

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

const canonical = (text: string): string => formatDuration(durationMs(text));

function duration<K extends string>(name: K, value: string | undefined): { [P in K]?: string } {
  return value === undefined ? {} : ({ [name]: canonical(value) } as { [P in K]: string });
}
