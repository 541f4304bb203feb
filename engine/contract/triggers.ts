import { type } from '@orpc/contract';
import { z } from 'zod';
import type { Json, JsonObject } from '../core/json.ts';
import { base, command } from './base.ts';
import type { Page } from './types.ts';

/** LI5. A trigger of a workflow that starts runs by the clock. */
export interface ScheduleInfo {
  readonly workflow: string;
  /** Of the trigger, in its workflow. */
  readonly name: string;
  /** One of the two is null. */
  readonly cron: string | null;
  readonly every: string | null;
  /** IANA name. */
  readonly timeZone: string;
  readonly overlap: 'skip' | 'allow' | 'cancel';
  /** Runs start up to so much after their moments; null: at once. */
  readonly jitter: string | null;
  /** When it is due; null while it is paused, or never again. */
  readonly next: string | null;
  /** That, and the times after it. */
  readonly upcoming: readonly string[];
  /** The moment it was last due. */
  readonly last: string | null;
  /** The run it last started. */
  readonly lastRun: string | null;
  /** Why it last started none; null where it did. */
  readonly problem: string | null;
  /** What its last moments started, the latest first. */
  readonly recent: readonly MomentInfo[];
  readonly paused: boolean;
}

export interface MomentInfo {
  readonly at: string;
  /** Null: none, for the reason named. */
  readonly runId: string | null;
  readonly problem: string | null;
}

/** LI5. What starts runs of deployed workflows. */
export interface TriggerInfo {
  readonly workflow: string;
  readonly name: string;
  readonly type: 'schedule' | 'event' | 'webhook' | 'message' | 'file';
  /** What it listens to: cron, an event, `POST /hooks/orders`, a topic, a pattern. */
  readonly what: string;
}

/** LI5. Something that came to a trigger, or a start for later. */
export interface DeliveryInfo {
  readonly id: string;
  readonly workflow: string;
  /** Null: a start that somebody asked for. */
  readonly trigger: string | null;
  readonly type: 'event' | 'webhook' | 'message' | 'file' | 'start';
  readonly key: string;
  /** When it came. */
  readonly at: string;
  /** When it is to start its run; null: at once. */
  readonly dueAt: string | null;
  /** `passed`: the trigger's condition was false. */
  readonly status: 'pending' | 'started' | 'passed' | 'refused' | 'cancelled';
  readonly settledAt: string | null;
  readonly runId: string | null;
  readonly problem: { readonly code: string; readonly reason: string } | null;
  /** How often it came again. */
  readonly duplicates: number;
  /** The delivery it repeats. */
  readonly replays: string | null;
}

export interface DeliveryDetail extends DeliveryInfo {
  readonly payload: Json;
  /** Without those that prove who sent it. */
  readonly headers: JsonObject | null;
  readonly topic: string | null;
  readonly path: string | null;
}

const triggerRef = z.object({ workflow: z.string().min(1), name: z.string().min(1) });
const deliveryRef = z.object({ id: z.string().min(1) });

export const schedules = {
  /** By the time they are due next; what is paused last. */
  list: base.output(type<Page<ScheduleInfo>>()),
  /** Starts a run now, as if it were due. */
  trigger: command(triggerRef),
  pause: base.input(triggerRef).output(type<ScheduleInfo>()),
  resume: base.input(triggerRef).output(type<ScheduleInfo>()),
};

export const triggers = {
  /** By workflow and name. */
  list: base.output(type<Page<TriggerInfo>>()),
  /** Starts a run now, as if this had come: no key is used up, and no condition asked. Of a schedule nothing comes. */
  fire: command(
    triggerRef.extend({
      payload: z.json().optional(),
      headers: z.record(z.string(), z.string()).optional(),
      topic: z.string().optional(),
      path: z.string().optional(),
    }),
  ),
};

export const deliveries = {
  /** The latest first. */
  list: base
    .input(
      z.object({
        cursor: z.string().regex(/^\d+$/).nullish(),
        limit: z.int().min(1).max(500).optional(),
        workflow: z.string().optional(),
        trigger: z.string().optional(),
        type: z.enum(['event', 'webhook', 'message', 'file', 'start']).optional(),
        status: z.enum(['pending', 'started', 'passed', 'refused', 'cancelled']).optional(),
      }),
    )
    .output(type<Page<DeliveryInfo>>()),
  get: base.input(deliveryRef).output(type<DeliveryDetail>()),
  /** The same again, under a key of its own and the trigger as it is now. */
  replay: base.input(deliveryRef).output(type<DeliveryInfo>()),
  /** A start that is not due yet. REFUSED where it is dealt with. */
  cancel: base.input(deliveryRef).output(type<DeliveryInfo>()),
};
