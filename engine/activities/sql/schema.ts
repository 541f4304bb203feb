import { z } from 'zod';
import { durationSchema } from '../../core/definition/common.ts';

/** Rows of one statement, unless the step says otherwise; and the most it may say. */
export const DEFAULT_ROWS = 1_000;
const MOST_ROWS = 100_000;

/** Of all that one attempt reads. */
export const MAX_RESULT_BYTES = 16 * 1024 * 1024;

const MOST_STATEMENTS = 100;

const parameters = z.union([z.array(z.json()), z.record(z.string(), z.json())]).meta({
  description:
    'What stands for the places in the text, in their order: ? for SQLite and MariaDB, $1 for PostgreSQL; or by name, :name, not for PostgreSQL.',
});

const text = z
  .string()
  .min(1)
  .max(1_000_000)
  .regex(/^[^\0]*$/, 'A statement holds no NUL character.');

const expectation = z
  .strictObject({
    rows: z.int().min(0).optional().meta({ description: 'Rows it must give.' }),
    affected: z.int().min(0).optional().meta({ description: 'Rows it must write.' }),
  })
  .meta({ description: 'Where it is otherwise all is rolled back, and the error is sql.expectation.' });

const statement = z.strictObject({
  statement: text.meta({ description: 'One statement.' }),
  parameters: parameters.optional(),
  expect: expectation.optional(),
});

export const sqlInput = z
  .strictObject({
    connection: z.string().optional().meta({
      description: 'Name of one of the connections in sagaloom.config.json: sqlite, postgres, mysql, mariadb.',
    }),
    url: z.string().optional().meta({
      description:
        'Instead of a connection, and best a secret: postgres://, mysql:// or mariadb://USER:PASSWORD@HOST:PORT/DATABASE, or sqlite:FILE.',
    }),
    statement: text.optional().meta({ description: 'One statement. Values never stand in it: they are parameters.' }),
    parameters: parameters.optional(),
    expect: expectation.optional(),
    statements: z
      .array(statement)
      .min(1)
      .max(MOST_STATEMENTS)
      .optional()
      .meta({ description: 'Instead of a statement: several in one transaction, in this order.' }),
    once: z.boolean().optional().meta({
      description:
        "Remembers in the table sagaloom_once, in the same transaction, that the step was done: a later attempt gives the first one's result. Default: no.",
    }),
    readOnly: z.boolean().optional().meta({ description: 'In a transaction that cannot write. Default: no.' }),
    isolation: z
      .enum(['readCommitted', 'repeatableRead', 'serializable'])
      .optional()
      .meta({ description: "Of the transaction. Default: the database's own; SQLite's is always serializable." }),
    maxRows: z
      .int()
      .min(1)
      .max(MOST_ROWS)
      .optional()
      .meta({
        description: `Most rows a statement may give; more are the error sql.tooManyRows. Default: ${DEFAULT_ROWS}.`,
      }),
    timeout: durationSchema.optional().meta({ description: "Longest single attempt, beside the step's own timeouts." }),
  })
  .check(({ value, issues }) => {
    for (const message of mistakesOf(value)) issues.push({ code: 'custom', message, input: value });
  })
  .meta({ title: 'sql', description: 'Runs one statement or several in one transaction.' });

interface Given {
  readonly [name: string]: unknown;
}

function mistakesOf({
  connection,
  url,
  statement: single,
  statements,
  parameters: values,
  expect,
  once,
  readOnly,
}: Given): string[] {
  return [
    ...((connection === undefined) === (url === undefined) ? ['Give a connection or a url, one of them.'] : []),
    ...((single === undefined) === (statements === undefined) ? ['Give a statement or statements, one of them.'] : []),
    ...(statements !== undefined && (values !== undefined || expect !== undefined)
      ? ['Each of several statements has its parameters and its expect beside it.']
      : []),
    ...(once === true && readOnly === true ? ['once writes that it was done; readOnly writes nothing.'] : []),
  ];
}

const result = z.strictObject({
  rows: z.array(z.record(z.string(), z.json())).meta({ description: 'By the names of their columns.' }),
  rowCount: z.int().meta({ description: 'How many rows there are.' }),
  affected: z.int().meta({ description: 'How many rows were written.' }),
  lastId: z.json().meta({ description: 'The number that SQLite or MariaDB gave the last new row; else null.' }),
});

export const sqlOutput = z.union([result, z.array(result)]).meta({ description: 'Of several statements a list.' });

export type SqlInput = z.output<typeof sqlInput>;
export type SqlResult = z.output<typeof result>;
