import { z } from 'zod';
import {
  catchSchema,
  compensateSchema,
  durationSchema,
  expressionSchema,
  idSchema,
  jsonSchemaSchema,
  type retryRuleSchema,
  retrySchema,
  stepBase,
  templateSchema,
  timeoutsSchema,
} from './common.ts';

/**
 * The one source of the definition's shape: the document's types, the published JSON Schema and the inspector's forms
 * all come from here. What is only true of whole documents (references, sagas) is checked by `diagnose`.
 */
export const FORMAT = 'sagaloom/v1';

/** What `$schema` names: the published JSON Schema has this id. */
export const SCHEMA_ID = 'urn:sagaloom:schema:saga:v1';

const taskSchema = z
  .strictObject({
    type: z.literal('task'),
    ...stepBase,
    activity: z.string().min(1).meta({ description: 'The activity to run, such as http.' }),
    with: templateSchema.optional().meta({ description: "The activity's input." }),
    retry: retrySchema.optional(),
    timeouts: timeoutsSchema.optional(),
    taskQueue: z.string().min(1).optional(),
    readOnly: z.boolean().optional().meta({ description: 'Has no effect that would need undoing.' }),
    pivot: z.boolean().optional().meta({ description: 'The point of no return of its saga.' }),
    compensate: compensateSchema.optional(),
    compensateOn: z.enum(['unknown', 'completed']).optional().meta({
      description: 'completed: do not undo a step of which it is unknown whether it took effect. Default: unknown.',
    }),
    catch: catchSchema.optional(),
  })
  .meta({ id: 'Task', description: 'Runs an activity.' });

const choiceSchema = z
  .strictObject({
    type: z.literal('choice'),
    name: stepBase.name,
    description: stepBase.description,
    assign: stepBase.assign,
    branches: z
      .array(z.strictObject({ when: expressionSchema, name: z.string().optional(), next: idSchema.optional() }))
      .min(1),
    otherwise: idSchema.optional().meta({ description: 'Where to go when no branch is true. Absent: error `choice`.' }),
  })
  .meta({ id: 'Choice', description: 'Takes the first branch whose condition is true.' });

const waitSchema = z
  .strictObject({
    type: z.literal('wait'),
    ...stepBase,
    for: z.union([durationSchema, expressionSchema]).optional(),
    until: z.union([z.iso.datetime({ offset: true }), expressionSchema]).optional(),
  })
  .meta({ id: 'Wait', description: 'Waits for a duration, or until a time. Exactly one of for and until.' });

const setSchema = z
  .strictObject({ type: z.literal('set'), ...stepBase, assign: z.record(idSchema, templateSchema) })
  .meta({ id: 'Set', description: 'Assigns variables.' });

const failSchema = z
  .strictObject({
    type: z.literal('fail'),
    name: stepBase.name,
    description: stepBase.description,
    error: z.strictObject({
      type: z.string().regex(/^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/),
      message: templateSchema.optional(),
      details: templateSchema.optional(),
    }),
  })
  .meta({ id: 'Fail', description: 'Raises a typed error in its block.' });

const succeedSchema = z
  .strictObject({
    type: z.literal('succeed'),
    name: stepBase.name,
    description: stepBase.description,
    output: templateSchema.optional(),
  })
  .meta({ id: 'Succeed', description: 'Ends the run with an output.' });

export interface Steps {
  readonly [id: string]: Step;
}

/** The one recursion: steps hold blocks, blocks hold steps. TypeScript must be told; the schemas need not be. */
const stepsSchema: z.ZodType<Steps> = z.lazy(() => z.record(idSchema, stepSchema));

const blockFields = {
  start: idSchema.meta({ description: 'The first step.' }),
  steps: stepsSchema,
  output: templateSchema.optional().meta({ description: "Default: the last step's output." }),
};

export const blockSchema = z
  .strictObject({ name: z.string().optional(), ...blockFields })
  .meta({ id: 'Block', description: 'Steps, and where they start.' });

const compositeBase = {
  ...stepBase,
  retry: retrySchema.optional(),
  catch: catchSchema.optional(),
  timeout: durationSchema.optional().meta({ description: 'Longest time for the whole block; then timeout.block.' }),
};

const parallelSchema = z
  .strictObject({
    type: z.literal('parallel'),
    ...compositeBase,
    branches: z.record(idSchema, blockSchema),
    join: z
      .union([z.enum(['all', 'any']), z.strictObject({ count: z.int().min(1) })])
      .optional()
      .meta({ description: 'How many branches must complete. Default: all.' }),
    onFailure: z.enum(['cancel', 'wait']).optional().meta({
      description: 'When the join can no longer be met: cancel the others, or wait for them. Default: cancel.',
    }),
  })
  .meta({ id: 'Parallel', description: 'Runs branches at once.' });

const sagaSchema = z
  .strictObject({
    type: z.literal('saga'),
    ...compositeBase,
    ...blockFields,
    order: z.enum(['reverse', 'parallel']).optional().meta({ description: 'Order of undoing. Default: reverse.' }),
    onCompensationFailure: z.enum(['suspend', 'continue', 'fail']).optional().meta({
      description: 'When an undo is exhausted: wait for a person, do the rest, or stop. Default: suspend.',
    }),
    cancelTimeout: durationSchema.optional().meta({
      description: 'How long undoing waits for attempts still running. Default: 10s.',
    }),
  })
  .meta({ id: 'Saga', description: 'A block whose effects are undone when it fails.' });

const trySchema = z
  .strictObject({
    type: z.literal('try'),
    ...compositeBase,
    ...blockFields,
    finally: blockSchema.optional(),
  })
  .meta({ id: 'Try', description: 'A block with catch, finally and a time limit.' });

export const stepSchemas = {
  task: taskSchema,
  choice: choiceSchema,
  parallel: parallelSchema,
  wait: waitSchema,
  saga: sagaSchema,
  try: trySchema,
  set: setSchema,
  fail: failSchema,
  succeed: succeedSchema,
} as const;

export const stepSchema = z.discriminatedUnion('type', [
  taskSchema,
  choiceSchema,
  parallelSchema,
  waitSchema,
  sagaSchema,
  trySchema,
  setSchema,
  failSchema,
  succeedSchema,
]);

export type TaskStep = z.infer<typeof taskSchema>;
export type ChoiceStep = z.infer<typeof choiceSchema>;
export type WaitStep = z.infer<typeof waitSchema>;
export type SetStep = z.infer<typeof setSchema>;
export type FailStep = z.infer<typeof failSchema>;
export type SucceedStep = z.infer<typeof succeedSchema>;
export type ParallelStep = z.infer<typeof parallelSchema>;
export type SagaStep = z.infer<typeof sagaSchema>;
export type TryStep = z.infer<typeof trySchema>;
export type Step =
  | TaskStep
  | ChoiceStep
  | WaitStep
  | SetStep
  | FailStep
  | SucceedStep
  | ParallelStep
  | SagaStep
  | TryStep;
export type StepType = Step['type'];
export type Block = z.infer<typeof blockSchema>;

/** DA6. Recorded when the run starts: default, then workspace, then an environment variable of that name. */
export const configSchema = z
  .strictObject({
    type: z.enum(['string', 'number', 'boolean']),
    default: z.union([z.string(), z.number(), z.boolean()]).optional(),
    description: z.string().optional(),
  })
  .meta({ id: 'Config' });

/** The drawing: positions, colours, notes, samples. The engine ignores it, and it is not part of the hash. */
export const uiSchema = z
  .looseObject({
    direction: z.enum(['right', 'down']).optional(),
    steps: z
      .record(z.string(), z.looseObject({ x: z.number(), y: z.number(), collapsed: z.boolean().optional() }))
      .optional(),
    sampleInput: z.json().optional().meta({ description: 'Offered when the workflow is run.' }),
  })
  .meta({ id: 'Ui' });

export const documentSchema = z
  .strictObject({
    $schema: z.string().optional(),
    format: z.literal(FORMAT),
    name: z
      .string()
      .regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/)
      .meta({ description: 'The workflow, as runs and other workflows know it.' }),
    description: z.string().optional(),
    input: jsonSchemaSchema.optional().meta({ description: "JSON Schema of the run's input." }),
    output: jsonSchemaSchema.optional().meta({ description: "JSON Schema of the run's output." }),
    config: z.record(z.string().regex(/^[A-Z][A-Z0-9_]*$/), configSchema).optional(),
    variables: z.record(idSchema, templateSchema).optional().meta({ description: 'Variables and their first values.' }),
    timeout: durationSchema
      .optional()
      .meta({ description: 'Longest time for the whole run; then it undoes and ends timedOut.' }),
    defaults: z
      .strictObject({
        retry: retrySchema.optional(),
        timeouts: timeoutsSchema.optional(),
        taskQueue: z.string().min(1).optional(),
      })
      .optional(),
    start: idSchema.meta({ description: 'The first step.' }),
    steps: stepsSchema,
    returns: templateSchema.optional().meta({ description: "The run's output. Default: the last step's output." }),
    ui: uiSchema.optional(),
  })
  .meta({ id: 'SagaDocument', title: 'Sagaloom workflow', description: 'A workflow or saga, as drawn and as run.' });

/** A whole, well-shaped file. A half-drawn one is only JSON: see `compile`. */
export type SagaDocument = z.infer<typeof documentSchema>;
export type RetryRule = z.infer<typeof retryRuleSchema>;
export type Timeouts = z.infer<typeof timeoutsSchema>;
export type Compensate = z.infer<typeof compensateSchema>;
export type CatchClause = z.infer<typeof catchSchema>[number];
export type ConfigDeclaration = z.infer<typeof configSchema>;
