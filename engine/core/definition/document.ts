import { z } from 'zod';
import {
  catchSchema,
  type compensateSchema,
  durationSchema,
  effectFields,
  expressionSchema,
  idSchema,
  jsonSchemaSchema,
  type retryRuleSchema,
  retrySchema,
  stepBase,
  templateSchema,
  timeoutsSchema,
} from './common.ts';
import {
  concurrencyKeySchema,
  configSchema,
  querySchema,
  searchAttributeSchema,
  signalSchema,
  uiSchema,
  updateSchema,
} from './declarations.ts';
import { messageNameSchema, triggerSchema } from './triggers.ts';

export * from './declarations.ts';
export * from './triggers.ts';

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
    timeouts: timeoutsSchema.optional(),
    taskQueue: z.string().min(1).optional().meta({ description: 'Whose workers run it. Default: default.' }),
    pivot: z.boolean().optional().meta({ description: 'The point of no return of its saga.' }),
    ...effectFields,
  })
  .meta({ id: 'Task', description: 'Runs an activity.' });

const choiceSchema = z
  .strictObject({
    type: z.literal('choice'),
    name: stepBase.name,
    description: stepBase.description,
    assign: stepBase.assign,
    branches: z
      .array(
        z.strictObject({
          when: expressionSchema.meta({ description: 'Must be true or false.' }),
          name: z.string().optional().meta({ description: 'Shown on the line.' }),
          next: idSchema.optional().meta({ description: 'Where to go on. Absent: the block ends here.' }),
        }),
      )
      .min(1)
      .meta({ description: 'Asked in order; the first that is true is taken.' }),
    otherwise: idSchema.optional().meta({ description: 'Where to go when no branch is true. Absent: error `choice`.' }),
  })
  .meta({ id: 'Choice', description: 'Takes the first branch whose condition is true.' });

const waitSchema = z
  .strictObject({
    type: z.literal('wait'),
    ...stepBase,
    for: z.union([durationSchema, expressionSchema]).optional().meta({
      description: 'How long: a duration, or an expression that gives one or milliseconds.',
    }),
    until: z
      .union([z.iso.datetime({ offset: true }), expressionSchema])
      .optional()
      .meta({
        description: 'Until when: a time such as 2026-01-31T12:00:00Z, or an expression that gives one.',
      }),
  })
  .meta({ id: 'Wait', description: 'Waits for a duration, or until a time. Exactly one of for and until.' });

const receiveSchema = z
  .strictObject({
    type: z.literal('receive'),
    ...stepBase,
    signal: messageNameSchema.meta({ description: 'The signal waited for.' }),
    key: templateSchema.optional().meta({
      description: 'Only a signal with this key is taken. Evaluated when the step is entered. Default: any.',
    }),
    timeout: z.union([durationSchema, expressionSchema]).optional().meta({
      description: 'How long to wait; then onTimeout, or error timeout.signal.',
    }),
    onTimeout: idSchema.optional().meta({ description: 'Where to go on when the time is over.' }),
    catch: catchSchema.optional(),
  })
  .meta({ id: 'Receive', description: 'Waits for a signal. Its output is the payload.' });

const emitSchema = z
  .strictObject({
    type: z.literal('emit'),
    ...stepBase,
    signal: messageNameSchema.optional().meta({ description: 'Signal to send to another run. Either this or event.' }),
    to: templateSchema.optional().meta({ description: 'Id of the run that gets the signal.' }),
    event: messageNameSchema.optional().meta({ description: 'Domain event to publish. Either this or signal.' }),
    key: templateSchema.optional().meta({ description: 'Correlation key of the signal.' }),
    payload: templateSchema.optional().meta({ description: 'What is sent. Default: null.' }),
    ...effectFields,
  })
  .meta({ id: 'Emit', description: 'Signals another run, or publishes a domain event.' });

const childSchema = z
  .strictObject({
    type: z.literal('child'),
    ...stepBase,
    workflow: z.string().min(1).meta({ description: 'Name of the workflow to start, in its latest version.' }),
    input: templateSchema.optional().meta({ description: "The child's input." }),
    wait: z.boolean().optional().meta({
      description: 'false: go on once it is started; the output is then its run id. Default: true.',
    }),
    parentClosePolicy: z.enum(['terminate', 'cancel', 'abandon']).optional().meta({
      description:
        'What becomes of it when this run ends first. Default: terminate; abandon where it is not waited for.',
    }),
    ...effectFields,
  })
  .meta({ id: 'Child', description: 'Starts another workflow.' });

const continueAsNewSchema = z
  .strictObject({
    type: z.literal('continueAsNew'),
    name: stepBase.name,
    description: stepBase.description,
    input: templateSchema.optional().meta({ description: 'Input of the next run. Default: the same.' }),
  })
  .meta({ id: 'ContinueAsNew', description: 'Ends this run and starts the next with an empty history.' });

const setSchema = z
  .strictObject({
    type: z.literal('set'),
    ...stepBase,
    assign: z.record(idSchema, templateSchema).meta({ description: 'Variables and their new values.' }),
  })
  .meta({ id: 'Set', description: 'Assigns variables.' });

const failSchema = z
  .strictObject({
    type: z.literal('fail'),
    name: stepBase.name,
    description: stepBase.description,
    error: z
      .strictObject({
        type: z
          .string()
          .regex(/^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/)
          .meta({ description: 'Dotted, most general first: payment.declined.' }),
        message: templateSchema.optional().meta({ description: 'For people. Default: the type.' }),
        details: templateSchema.optional().meta({ description: 'For programs, as error.details.' }),
      })
      .meta({ description: 'What goes up to the next catch.' }),
  })
  .meta({ id: 'Fail', description: 'Raises a typed error in its block.' });

const succeedSchema = z
  .strictObject({
    type: z.literal('succeed'),
    name: stepBase.name,
    description: stepBase.description,
    output: templateSchema.optional().meta({ description: "The run's output. Default: null." }),
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
    branches: z
      .record(idSchema, blockSchema)
      .meta({ description: 'Blocks by name; the output has one member for each.' }),
    join: z
      .union([z.enum(['all', 'any']), z.strictObject({ count: z.int().min(1).meta({ description: 'So many.' }) })])
      .optional()
      .meta({ description: 'How many branches must complete. Default: all.' }),
    onFailure: z.enum(['cancel', 'wait']).optional().meta({
      description: 'When the join can no longer be met: cancel the others, or wait for them. Default: cancel.',
    }),
  })
  .meta({ id: 'Parallel', description: 'Runs branches at once.' });

const mapSchema = z
  .strictObject({
    type: z.literal('map'),
    ...compositeBase,
    items: templateSchema.meta({ description: 'The items: an array, or an expression that gives one.' }),
    concurrency: z.int().min(1).optional().meta({ description: 'Items at once; 1 is one by one. Default: all.' }),
    batchSize: z.int().min(1).optional().meta({
      description:
        'Items are given to the block in batches of so many: item is then an array, index that of the batch.',
    }),
    tolerate: z
      .union([z.int().min(0), z.string().regex(/^(100|[1-9]?[0-9])%$/)])
      .optional()
      .meta({ description: 'How many items may fail, or which share: 2, 10%. Their output is null. Default: 0.' }),
    ...blockFields,
  })
  .meta({ id: 'Map', description: 'Runs a block for each item.' });

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
    finally: blockSchema.optional().meta({ description: 'Runs last, however the block ended.' }),
  })
  .meta({ id: 'Try', description: 'A block with catch, finally and a time limit.' });

export const stepSchemas = {
  task: taskSchema,
  choice: choiceSchema,
  parallel: parallelSchema,
  map: mapSchema,
  wait: waitSchema,
  receive: receiveSchema,
  emit: emitSchema,
  child: childSchema,
  saga: sagaSchema,
  try: trySchema,
  set: setSchema,
  fail: failSchema,
  succeed: succeedSchema,
  continueAsNew: continueAsNewSchema,
} as const;

export const stepSchema = z.discriminatedUnion('type', [
  taskSchema,
  choiceSchema,
  parallelSchema,
  mapSchema,
  waitSchema,
  receiveSchema,
  emitSchema,
  childSchema,
  sagaSchema,
  trySchema,
  setSchema,
  failSchema,
  succeedSchema,
  continueAsNewSchema,
]);

export type TaskStep = z.infer<typeof taskSchema>;
export type ChoiceStep = z.infer<typeof choiceSchema>;
export type WaitStep = z.infer<typeof waitSchema>;
export type SetStep = z.infer<typeof setSchema>;
export type FailStep = z.infer<typeof failSchema>;
export type SucceedStep = z.infer<typeof succeedSchema>;
export type ReceiveStep = z.infer<typeof receiveSchema>;
export type EmitStep = z.infer<typeof emitSchema>;
export type ChildStep = z.infer<typeof childSchema>;
export type ContinueAsNewStep = z.infer<typeof continueAsNewSchema>;
export type MapStep = z.infer<typeof mapSchema>;
export type ParallelStep = z.infer<typeof parallelSchema>;
export type SagaStep = z.infer<typeof sagaSchema>;
export type TryStep = z.infer<typeof trySchema>;
export type Step =
  | TaskStep
  | ChoiceStep
  | WaitStep
  | ReceiveStep
  | EmitStep
  | ChildStep
  | SetStep
  | FailStep
  | SucceedStep
  | ContinueAsNewStep
  | ParallelStep
  | MapStep
  | SagaStep
  | TryStep;
export type StepType = Step['type'];
export type Block = z.infer<typeof blockSchema>;

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
    config: z
      .record(z.string().regex(/^[A-Z][A-Z0-9_]*$/), configSchema)
      .optional()
      .meta({
        description: 'Values that come from outside: from the workspace, or an environment variable of that name.',
      }),
    variables: z.record(idSchema, templateSchema).optional().meta({ description: 'Variables and their first values.' }),
    searchAttributes: z
      .record(idSchema, searchAttributeSchema)
      .optional()
      .meta({ description: 'What runs are found by.' }),
    signals: z.record(messageNameSchema, signalSchema).optional().meta({
      description: 'Signals the workflow receives. Who declares one declares all.',
    }),
    queries: z.record(messageNameSchema, querySchema).optional().meta({ description: 'What can be asked of a run.' }),
    updates: z.record(messageNameSchema, updateSchema).optional().meta({ description: 'What can be told to a run.' }),
    triggers: z.record(idSchema, triggerSchema).optional().meta({ description: 'What starts runs without a person.' }),
    concurrencyKey: concurrencyKeySchema.optional(),
    timeout: durationSchema
      .optional()
      .meta({ description: 'Longest time for the whole run; then it undoes and ends timedOut.' }),
    defaults: z
      .strictObject({
        retry: retrySchema.optional(),
        timeouts: timeoutsSchema.optional(),
        taskQueue: z.string().min(1).optional(),
      })
      .optional()
      .meta({ description: 'What tasks go by that say nothing themselves.' }),
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
