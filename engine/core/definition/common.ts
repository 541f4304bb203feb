import { z } from 'zod';
import { durationPattern } from '../duration.ts';

/** Step, branch and variable names. One with a dash is quoted in expressions: steps.`pay-now`.output. */
export const idSchema = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_-]{0,63}$/)
  .meta({ id: 'Id', description: 'Letters, digits, _ and -, beginning with a letter; 64 characters at most.' });

export const durationSchema = z
  .string()
  .regex(durationPattern)
  .meta({ id: 'Duration', description: '500ms, 30s, 5m, 2h, 1d, or ISO 8601 such as PT1H30M.' });

/** JSON in which any string of the form `{% … %}` is JSONata; all else is literal. */
export const templateSchema = z
  .json()
  .meta({ id: 'Template', description: 'JSON; a string of the form {% … %} is a JSONata expression.' });

export const expressionSchema = z
  .string()
  .regex(/^\{%[\s\S]*%\}$/)
  .meta({ id: 'Expression', description: 'A JSONata expression between {% and %}.' });

/** A JSON Schema (2020-12), of the user's own data. */
export const jsonSchemaSchema = z
  .union([z.boolean(), z.record(z.string(), z.json())])
  .meta({ id: 'JsonSchema', description: 'A JSON Schema (2020-12).' });

const errorsSchema = z.array(z.string().min(1)).min(1).meta({
  description: 'Error types, matched by whole segments: http matches http.503; * matches all but a cancellation.',
});

/** One rule of the ordered list; each is counted by itself. A rule's defaults: 3 attempts, 1 s, doubling, at most 1 m. */
export const retryRuleSchema = z
  .strictObject({
    errors: errorsSchema.optional().meta({ description: 'What this rule retries. Default: *.' }),
    maxAttempts: z.int().min(1).optional().meta({ description: 'Attempts in all, the first included. Default: 3.' }),
    initialInterval: durationSchema.optional().meta({ description: 'Wait before the second attempt. Default: 1s.' }),
    backoffCoefficient: z
      .number()
      .min(1)
      .max(100)
      .optional()
      .meta({ description: 'Each wait is this much longer. Default: 2.' }),
    maxInterval: durationSchema.optional().meta({ description: 'No wait is longer. Default: 1m.' }),
    jitter: z
      .enum(['none', 'full'])
      .optional()
      .meta({ description: 'full: wait a random part of the interval. Default: none.' }),
    nonRetryable: z
      .array(z.string().min(1))
      .optional()
      .meta({ description: 'Errors that are final whatever is left.' }),
  })
  .meta({ id: 'RetryRule', description: 'Which errors are tried again, how often and when.' });

export const retrySchema = z
  .array(retryRuleSchema)
  .meta({ id: 'Retry', description: 'Rules in order; the first that matches decides.' });

/** AT1: the four activity timeouts, as in Temporal. */
export const timeoutsSchema = z
  .strictObject({
    scheduleToStart: durationSchema.optional().meta({ description: 'Longest wait in the task queue.' }),
    startToClose: durationSchema.optional().meta({ description: 'Longest single attempt. Default: 1m.' }),
    scheduleToClose: durationSchema.optional().meta({ description: 'Longest in all, retries and waits included.' }),
    heartbeat: durationSchema.optional().meta({ description: 'Longest silence of a running attempt.' }),
  })
  .meta({ id: 'Timeouts', description: 'How long the attempts of an activity may take.' });

export const catchSchema = z
  .array(
    z.strictObject({
      errors: errorsSchema.optional().meta({ description: 'What this clause catches. Default: *.' }),
      as: idSchema.optional().meta({ description: 'Variable that receives the error.' }),
      next: idSchema.optional().meta({ description: 'Where to go on. Absent: the block ends here.' }),
    }),
  )
  .meta({ id: 'Catch', description: 'First match wins.' });

/** SG1. `with` is evaluated when the step ends, so that an undo never depends on what came later. */
export const compensateSchema = z
  .strictObject({
    activity: z.string().min(1).optional().meta({ description: 'The activity that undoes. Either this or workflow.' }),
    workflow: z
      .string()
      .min(1)
      .optional()
      .meta({ description: 'The workflow that undoes, where it takes several steps. Its input is `with`.' }),
    name: z.string().optional().meta({ description: 'Shown in the trace.' }),
    with: templateSchema.optional().meta({
      description: 'In scope: step.with, step.output, step.key, step.outcome. Evaluated when the step ends.',
    }),
    retry: retrySchema.optional(),
    timeouts: timeoutsSchema.optional(),
  })
  .meta({
    id: 'Compensate',
    description: 'How the effect of this step is undone. It must be safe before, after and without the effect.',
  });

/** What every step has. */
export const stepBase = {
  name: z.string().optional().meta({ description: 'Shown on the canvas instead of the id.' }),
  description: z.string().optional(),
  assign: z
    .record(idSchema, templateSchema)
    .optional()
    .meta({ description: 'Variables set from `result` when the step ends.' }),
  next: idSchema.optional().meta({ description: 'The step that follows, in the same block. Absent: the block ends.' }),
};

/** SG1. What every effectful step (task, emit, child) has beside its work. */
export const effectFields = {
  retry: retrySchema.optional(),
  readOnly: z.boolean().optional().meta({ description: 'Has no effect that would need undoing.' }),
  compensate: compensateSchema.optional(),
  compensateOn: z.enum(['unknown', 'completed']).optional().meta({
    description: 'completed: do not undo a step of which it is unknown whether it took effect. Default: unknown.',
  }),
  catch: catchSchema.optional(),
};
