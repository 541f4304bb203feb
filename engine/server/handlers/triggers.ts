import type { TriggerInfo } from '../../contract/index.ts';
import type { Trigger } from '../../core/definition/triggers.ts';
import type { NamedTrigger } from '../../runtime/index.ts';
import { api } from '../context.ts';
import { summaryAfter } from '../summary.ts';
import { HOOKS_PATH } from '../triggers/webhook/receive.ts';

/** LI5. What starts runs of deployed workflows. */
export const list = api.triggers.list.handler(async ({ context }) => ({
  items: (await context.engine.triggers()).map(infoOf),
  next: null,
}));

export const fire = api.triggers.fire.handler(async ({ context, input: { workflow, name, ...came }, errors }) => {
  const outcome = await context.engine.trigger(workflow, name, context.by, came);
  if (outcome.kind === 'accepted') return summaryAfter(context.engine, outcome.entry);
  const { code, reason: message } = outcome;
  if (code === 'notFound') throw errors.NOT_FOUND({ message });
  if (code === 'invalid') throw errors.INVALID({ message, data: { details: [] } });
  throw errors.REFUSED({ message, data: { code } });
});

const infoOf = ({ workflow, name, trigger }: NamedTrigger): TriggerInfo => ({
  workflow,
  name,
  type: trigger.type,
  what: whatOf(trigger, workflow, name),
});

function whatOf(trigger: Trigger, workflow: string, name: string): string {
  switch (trigger.type) {
    case 'schedule':
      return trigger.cron === undefined ? `every ${trigger.every ?? ''}` : `${trigger.cron} ${trigger.timeZone ?? ''}`;
    case 'event':
      return trigger.event;
    case 'webhook':
      return `${(trigger.methods ?? ['POST']).join('|')} ${HOOKS_PATH}${trigger.path ?? `${workflow}/${name}`}`;
    case 'message':
      return `${trigger.connection}: ${trigger.topic}`;
    case 'file':
      return trigger.pattern;
  }
}
