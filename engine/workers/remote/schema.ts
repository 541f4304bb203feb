import { z } from 'zod';
import type {
  CompleteRequest,
  FailRequest,
  HeartbeatRequest,
  Json,
  LogRequest,
  PollRequest,
  RegisterRequest,
  SecretRequest,
  SessionRequest,
  TaskFailure,
} from '../client/protocol.ts';

/** As deep as the engine itself goes into a value, and what stands around one. */
const MAX_DEPTH = 110;

/** What is deeper would cost the stack of whoever goes through it. */
export function isShallow(value: unknown): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; depth <= MAX_DEPTH; depth += 1) {
    level = level.flatMap((each): readonly unknown[] =>
      typeof each === 'object' && each !== null ? Object.values(each) : [],
    );
    if (level.length === 0) return true;
  }
  return false;
}

/** It came as JSON. */
const json = z.custom<Json>((value) => value !== undefined, { error: 'is left out' });

const name = z.string().min(1).max(200);
const token = z.string().min(1).max(200);

export const registerSchema = z.strictObject({
  worker: name,
  build: name,
  queues: z.array(name).min(1).max(100),
  activities: z
    .array(
      z.strictObject({
        name,
        summary: z.string().max(1_000).optional(),
        input: json.optional(),
        output: json.optional(),
      }),
    )
    .min(1)
    .max(1_000),
  concurrency: z.int().min(1).max(10_000),
  leaseSeconds: z.number().min(1).max(3_600).optional(),
  secrets: z.array(name).max(1_000).optional(),
}) satisfies z.ZodType<RegisterRequest>;

export const pollSchema = z.strictObject({
  session: token,
  slots: z.int().min(0).max(10_000),
  held: z.array(token).max(10_000).optional(),
  waitSeconds: z.number().min(0).max(60).optional(),
}) satisfies z.ZodType<PollRequest>;

export const heartbeatSchema = z.strictObject({
  session: token,
  leases: z
    .array(z.strictObject({ lease: token, working: z.boolean().optional(), details: json.optional() }))
    .max(10_000),
}) satisfies z.ZodType<HeartbeatRequest>;

export const completeSchema = z.strictObject({ lease: token, output: json }) satisfies z.ZodType<CompleteRequest>;

const failureSchema: z.ZodType<TaskFailure> = z.strictObject({
  type: name,
  message: z.string().max(10_000),
  details: json.optional(),
  retryable: z.boolean().optional(),
  effect: z.enum(['none', 'unknown', 'done']).optional(),
  retryAfterMs: z.number().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
  get cause() {
    return failureSchema.optional();
  },
});

export const failSchema = z.strictObject({ lease: token, error: failureSchema }) satisfies z.ZodType<FailRequest>;

export const secretSchema = z.strictObject({ lease: token, name }) satisfies z.ZodType<SecretRequest>;

export const logSchema = z.strictObject({
  lease: token,
  level: z.enum(['debug', 'info', 'warn', 'error']),
  message: z.string().max(100_000),
  data: json.optional(),
}) satisfies z.ZodType<LogRequest>;

export const sessionSchema = z.strictObject({ session: token }) satisfies z.ZodType<SessionRequest>;
