/** What the editor knows of `import … from 'sagaloom'`: ../activity.ts, declared. */
export const declaration = `
  /** What JSON can hold. */
  export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

  /** Zod's schemas and those of other libraries, by what they have in common. */
  export interface StandardSchema<In = unknown, Out = unknown> {
    readonly '~standard': {
      readonly version: 1;
      readonly vendor: string;
      readonly validate: (value: unknown) => unknown;
      readonly types?: { readonly input: In; readonly output: Out } | undefined;
    };
  }

  /** JSON Schema 2020-12. */
  export type JsonSchema = { readonly [keyword: string]: unknown } & { readonly '~standard'?: never };

  export type Schema = StandardSchema | JsonSchema;

  export type InputOf<S> = S extends StandardSchema<infer _, infer Out> ? Out : unknown;

  export type OutputOf<S> = S extends StandardSchema<infer In> ? In : unknown;

  export interface ActivityLog {
    debug(message: string, data?: Json): void;
    info(message: string, data?: Json): void;
    warn(message: string, data?: Json): void;
    error(message: string, data?: Json): void;
  }

  /** What an attempt knows of itself, and may ask. */
  export interface ActivityContext {
    /** Idempotency key: the same for all attempts of a visit of the step. */
    readonly key: string;
    /** 1 for the first. */
    readonly attempt: number;
    /** Aborted when the attempt is to stop: cancelled, or out of time. What does not stop within the grace time is killed. */
    readonly signal: AbortSignal;
    /** What the attempt before this one last said of its progress; null where it said nothing. */
    readonly lastHeartbeat: Json;
    /** W3C trace context, to be handed on to services. */
    readonly traceparent: string | null;
    readonly run: { readonly id: string; readonly key: string; readonly workflow: string };
    readonly step: { readonly id: string };
    /** Lines of the engine's log, with the step they are for. \`console\` goes there as well. */
    readonly log: ActivityLog;
    /** It still works, and this is how far it is: for the step's heartbeat limit, and for the next attempt. */
    heartbeat(details?: Json): void;
    /** By name; null: there is none. It is taken out of whatever the attempt answers and logs. */
    secret(name: string): Promise<string | null>;
  }

  export interface ActivityExample {
    readonly title: string;
    /** As in the step: expressions and secrets may stand in it. */
    readonly with: Json;
  }

  export interface ActivityDefinition<I extends Schema | undefined, O extends Schema | undefined> {
    /** Letters, digits, \`_\`, \`-\` and \`.\`, beginning with a letter; what a step's \`activity\` says. */
    readonly name: string;
    /** One sentence. */
    readonly summary?: string;
    /** Markdown, without a heading. */
    readonly docs?: string;
    readonly examples?: readonly ActivityExample[];
    /** SVG path data of one stroke drawing in a box of 16 by 16. */
    readonly icon?: string;
    /** Checked before \`run\` sees it. Left out: any JSON. */
    readonly input?: I;
    /** Checked before the engine sees it. Left out: any JSON. */
    readonly output?: O;
    /** So many attempts of it at a time. Default: as many as there are processes. */
    readonly concurrency?: number;
    /** Longest time of an attempt, such as \`30s\`. Default: the step's limits alone. */
    readonly timeout?: string;
    /** Heap of the process that runs it. Default: the workspace's. */
    readonly memoryMb?: number;
    /** It changes nothing in the world: a failure of it leaves nothing behind. */
    readonly readOnly?: boolean;
    run(input: InputOf<I>, context: ActivityContext): OutputOf<O> | Promise<OutputOf<O>>;
  }

  /** To be exported from a file in the workspace's \`activities\` folder. */
  export function defineActivity<
    I extends Schema | undefined = undefined,
    O extends Schema | undefined = undefined,
  >(activity: ActivityDefinition<I, O>): ActivityDefinition<I, O>;

  export interface ActivityErrorOptions {
    /** Dotted, most general first, such as \`payment.declined\`: what the step's \`retry\` and \`catch\` go by. */
    readonly type: string;
    readonly message: string;
    /** False: never tried again. Default: the step's retry policy decides. */
    readonly retryable?: boolean;
    /** What the attempt left in the world. Default: \`unknown\`. Say \`none\` only if nothing was done for certain. */
    readonly effect?: 'none' | 'unknown' | 'done';
    readonly details?: Json;
    readonly cause?: unknown;
  }

  /** Thrown by \`run\`: the attempt fails with exactly this. */
  export class ActivityError extends Error {
    readonly type: string;
    readonly retryable: boolean | undefined;
    readonly effect: 'none' | 'unknown' | 'done' | undefined;
    readonly details: Json | undefined;
    constructor(options: ActivityErrorOptions);
  }
`;
