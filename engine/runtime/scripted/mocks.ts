import { z } from 'zod';
import { durationSchema } from '../../core/definition/common.ts';
import type { Json } from '../../core/json.ts';

/**
 * How a scripted attempt ends, and when. Of a time limit and of a lost worker, `effect` is what became of it in the world. The engine
 * cannot see that: it records the effect as `unknown` either way, and the undo has to be safe with and without it (AT2, SG1).
 */
const timing = {
  after: durationSchema.optional().meta({
    description: 'How long it takes. Default: no time; of a limit that the engine keeps, until that strikes.',
  }),
  when: z
    .string()
    .optional()
    .meta({ description: 'JSONata over its `with`; the entry is for attempts of which it is true.' }),
  path: z.string().optional().meta({
    description:
      'The entry is for this place only, such as items[3].ship; elsewhere those of the last place named serve.',
  }),
  visit: z.int().min(1).optional().meta({ description: 'The entry is for this visit only; 1 is the first.' }),
};

const timeoutKinds = ['scheduleToStart', 'startToClose', 'scheduleToClose', 'heartbeat'] as const;

const entrySchema = z.union([
  z.strictObject({ return: z.json(), ...timing }),
  z.strictObject({
    throw: z.strictObject({
      type: z.string(),
      message: z.string().optional(),
      details: z.json().optional(),
      retryable: z.boolean().optional(),
      effect: z.union([z.enum(['none', 'unknown', 'done']), z.boolean()]).optional(),
    }),
    ...timing,
  }),
  z.strictObject({
    timeout: z.enum([...timeoutKinds, ...timeoutKinds.map((kind) => `timeout.${kind}` as const)]),
    effect: z.boolean().optional(),
    ...timing,
  }),
  z.strictObject({ lose: z.literal(true), effect: z.boolean().optional(), ...timing }),
]);

/**
 * `{ "STEP": [ENTRY…], "STEP#undo": [ENTRY…] }`: one entry an attempt, from the first again for each path and visit; the last
 * repeats.
 */
export const mocksSchema = z.record(z.string().min(1), z.array(entrySchema).min(1));

export type Mock = z.infer<typeof entrySchema>;
export type Mocks = Readonly<Record<string, readonly Mock[]>>;

/** What an attempt is told apart by. */
export interface Mocked {
  readonly id: string;
  readonly stepId: string;
  readonly path: string;
  readonly visit: number;
  readonly undo: boolean;
  readonly attempt: number;
  readonly with: Json;
  /** Epoch ms. */
  readonly startedAt: number;
  /** The time limit that the engine keeps. */
  readonly limit: string;
  /** When; Infinity: never. */
  readonly deadline?: number;
}

/** The entries of a step at a place, or of its undo; null when it has none. */
export function mocksFor(mocks: Mocks, { stepId, undo, path, visit }: Mocked): readonly Mock[] | null {
  const key = undo ? `${stepId}#undo` : stepId;
  const all = Object.hasOwn(mocks, key) ? (mocks[key] ?? null) : null;
  if (all === null || !all.some(isPlaced)) return all;
  const here = all.filter((mock) => (mock.path ?? path) === path && (mock.visit ?? visit) === visit);
  if (here.length > 0) return here;
  const last = all.findLast(isPlaced);
  return all.filter((mock) => mock.path === last?.path && mock.visit === last?.visit);
}

function isPlaced({ path, visit }: Mock): boolean {
  return path !== undefined || visit !== undefined;
}
