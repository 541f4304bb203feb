import {
  DEFAULT_CATCH_UP,
  DEFAULT_SETTLE,
  DEFAULT_SIGNATURE_TOLERANCE,
  DEFAULT_TIME_ZONE,
} from '../definition/defaults.ts';
import type { Trigger, TriggerOf } from '../definition/triggers.ts';
import { durationMs, formatDuration } from '../duration.ts';

type Triggers = Readonly<Record<string, Trigger>>;

/** LI5. Triggers with every default written out, also those made of the workflow's name and the trigger's. */
export function normaliseTriggers(workflow: string, triggers: Triggers): Record<string, Trigger> {
  return Object.fromEntries(
    Object.entries(triggers).map(([name, trigger]) => [name, normaliseTrigger(trigger, workflow, name)]),
  );
}

function normaliseTrigger(trigger: Trigger, workflow: string, name: string): Trigger {
  switch (trigger.type) {
    case 'schedule':
      return normaliseSchedule(trigger);
    case 'webhook':
      return normaliseWebhook(trigger, `${workflow}/${name}`);
    case 'message':
      return { ...trigger, format: trigger.format ?? 'json', group: trigger.group ?? `sagaloom.${workflow}.${name}` };
    case 'file':
      return {
        ...trigger,
        on: trigger.on ?? ['created', 'changed'],
        settle: canonical(trigger.settle ?? DEFAULT_SETTLE),
      };
    default:
      return trigger; // an event has no defaults
  }
}

function normaliseSchedule(trigger: TriggerOf<'schedule'>): Trigger {
  return {
    ...trigger,
    ...(trigger.every === undefined ? {} : { every: canonical(trigger.every) }),
    ...(trigger.jitter === undefined ? {} : { jitter: canonical(trigger.jitter) }),
    timeZone: trigger.timeZone ?? DEFAULT_TIME_ZONE,
    overlap: trigger.overlap ?? 'skip',
    catchUp: canonical(trigger.catchUp ?? DEFAULT_CATCH_UP),
    paused: trigger.paused ?? false,
  };
}

/** Only these sign the time. */
const timed: readonly string[] = ['standard-webhooks', 'stripe'];

function normaliseWebhook({ signature, ...trigger }: TriggerOf<'webhook'>, path: string): Trigger {
  return {
    ...trigger,
    path: trigger.path ?? path,
    methods: trigger.methods ?? ['POST'],
    format: trigger.format ?? 'json',
    ...(signature === undefined
      ? {}
      : {
          signature: timed.includes(signature.scheme)
            ? { ...signature, tolerance: canonical(signature.tolerance ?? DEFAULT_SIGNATURE_TOLERANCE) }
            : signature,
        }),
  };
}

const canonical = (text: string): string => formatDuration(durationMs(text));
