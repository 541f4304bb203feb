import { z } from 'zod';
import { expressionSchema, idSchema, jsonSchemaSchema, templateSchema } from './common.ts';

/** What a document declares beside its steps. */

/** DA6. Recorded when the run starts: default, then workspace, then an environment variable of that name. */
export const configSchema = z
  .strictObject({
    type: z.enum(['string', 'number', 'boolean']).meta({ description: 'What a value from outside must be.' }),
    default: z.union([z.string(), z.number(), z.boolean()]).optional().meta({
      description: 'Absent: it must be given when a run starts.',
    }),
    description: z.string().optional(),
  })
  .meta({ id: 'Config', description: 'A value that differs from place to place; never a secret.' });

/** Re-evaluated whenever a variable is assigned; runs are found by it. */
export const searchAttributeSchema = z
  .strictObject({
    type: z.enum(['string', 'number', 'boolean', 'datetime']),
    value: templateSchema.meta({ description: 'Of input, vars, config and run; null where it is of another type.' }),
  })
  .meta({ id: 'SearchAttribute', description: 'What runs are found by. Evaluated anew when a variable is assigned.' });

/** LI1. */
export const signalSchema = z
  .strictObject({
    description: z.string().optional(),
    payload: jsonSchemaSchema.optional().meta({ description: 'JSON Schema of the payload; others are refused.' }),
    key: expressionSchema.optional().meta({
      description: 'Correlation key of a signal that was sent without one, from signal.payload.',
    }),
  })
  .meta({ id: 'Signal', description: 'A signal the workflow receives.' });

/** LI1. Evaluated by the caller on the state at once; records nothing. */
export const querySchema = z
  .strictObject({
    description: z.string().optional(),
    input: jsonSchemaSchema.optional().meta({ description: 'JSON Schema of the input; others are refused.' }),
    returns: templateSchema.meta({ description: 'In scope beside input, vars, steps, run, config: query.input.' }),
  })
  .meta({ id: 'Query', description: 'What can be asked of a run, at any time; it changes nothing.' });

/** LI1. Validated, applied and answered in one decision. */
export const updateSchema = z
  .strictObject({
    description: z.string().optional(),
    input: jsonSchemaSchema.optional().meta({ description: 'JSON Schema of the input; others are refused.' }),
    assign: z.record(idSchema, templateSchema).optional().meta({ description: 'Variables, from update.input.' }),
    returns: templateSchema.optional().meta({ description: 'The answer; sees the variables as assigned.' }),
  })
  .meta({ id: 'Update', description: 'What can be told to a run: checked, assigned and answered at once.' });

/** At most so many open runs with one key. */
export const concurrencyKeySchema = z
  .strictObject({
    key: templateSchema.meta({ description: 'Of input and config.' }),
    limit: z.int().min(1).optional().meta({ description: 'Open runs with one key. Default: 1.' }),
    onLimit: z.enum(['queue', 'reject']).optional().meta({ description: 'Default: queue.' }),
  })
  .meta({ id: 'ConcurrencyKey', description: 'Runs with one key go by turns.' });

/** The drawing: positions, colours, notes, samples. The engine ignores it, and it is not part of the hash. */
export const uiSchema = z
  .looseObject({
    direction: z.enum(['right', 'down']).optional().meta({ description: 'Which way the drawing grows.' }),
    steps: z
      .record(z.string(), z.looseObject({ x: z.number(), y: z.number(), collapsed: z.boolean().optional() }))
      .optional(),
    notes: z
      .record(
        z.string(),
        z.looseObject({
          x: z.number(),
          y: z.number(),
          width: z.number().optional(),
          height: z.number().optional(),
          text: z.string().meta({ description: 'Markdown.' }),
          colour: z.enum(['sand', 'blue', 'green', 'violet']).optional().meta({ description: 'Default: sand.' }),
          step: z
            .string()
            .optional()
            .meta({ description: 'The step it belongs to: x and y are then from its corner. Default: the drawing.' }),
        }),
      )
      .optional()
      .meta({ description: 'Notes on the drawing, by their ids.' }),
    sampleInput: z.json().optional().meta({ description: 'Offered when the workflow is run.' }),
    samples: z
      .record(z.string(), z.json())
      .optional()
      .meta({ description: 'Pinned outputs of steps, by id: what expressions are tried out on while drawing.' }),
  })
  .meta({ id: 'Ui' });

export type ConfigDeclaration = z.infer<typeof configSchema>;
export type SearchAttribute = z.infer<typeof searchAttributeSchema>;
export type SignalDeclaration = z.infer<typeof signalSchema>;
export type QueryDeclaration = z.infer<typeof querySchema>;
export type UpdateDeclaration = z.infer<typeof updateSchema>;
export type ConcurrencyKey = z.infer<typeof concurrencyKeySchema>;
