import { z } from 'zod';
import { durationSchema } from '../../core/definition/common.ts';

export const DEFAULT_TIMEOUT = '10m';
export const DEFAULT_GRACE = '5s';
export const DEFAULT_OUTPUT_BYTES = 256 * 1024;
const MOST_OUTPUT_BYTES = 16 * 1024 * 1024;

const text = z.string().regex(/^[^\0]*$/, 'No program takes a NUL character.');

export const shellInput = z
  .strictObject({
    command: z.array(text).min(1).meta({
      description: 'The program and its arguments, one text each. No shell reads them: nothing in them is expanded.',
    }),
    cwd: z
      .string()
      .optional()
      .meta({ description: 'The folder of the workspace it runs in. Default: the workspace itself.' }),
    env: z
      .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.union([text, z.number(), z.boolean()]))
      .optional()
      .meta({ description: 'Environment variables beside PATH, HOME, LANG and TZ; of the engine it gets no others.' }),
    stdin: z
      .json()
      .optional()
      .meta({ description: 'What it reads: a text as it is, all else as JSON. Default: nothing.' }),
    stdout: z
      .enum(['text', 'json', 'lines', 'base64'])
      .optional()
      .meta({ description: 'How its output is read: one text, JSON, a list of lines, or bytes. Default: text.' }),
    success: z
      .array(z.int().min(0).max(255))
      .min(1)
      .optional()
      .meta({ description: 'Exit codes that are no error. Default: 0 alone.' }),
    timeout: durationSchema
      .optional()
      .meta({ description: `How long it may run; then it is ended. Default: ${DEFAULT_TIMEOUT}.` }),
    grace: durationSchema
      .optional()
      .meta({ description: `How long it has from SIGTERM to SIGKILL. Default: ${DEFAULT_GRACE}.` }),
    maxOutput: z
      .int()
      .min(1)
      .max(MOST_OUTPUT_BYTES)
      .optional()
      .meta({
        description: `Most bytes kept of its output, and as many of its errors. Of a longer text the middle is left out; JSON, lines and bytes are then an error. Default: ${DEFAULT_OUTPUT_BYTES}.`,
      }),
    heartbeat: z
      .boolean()
      .optional()
      .meta({ description: 'Each line it writes is a heartbeat, for steps that limit the silence. Default: no.' }),
  })
  .meta({ title: 'shell', description: 'Runs a program of this machine.' });

export const shellOutput = z.strictObject({
  exitCode: z.int().meta({ description: 'One of those that are no error.' }),
  stdout: z.json().meta({ description: 'As asked for: a text, JSON, a list of lines, or { "$base64": "…" }.' }),
  stderr: z.string().meta({ description: 'What it wrote to its errors, whatever that was.' }),
  truncated: z.boolean().meta({ description: 'Whether the middle of one of them was left out.' }),
});

export type ShellInput = z.output<typeof shellInput>;
