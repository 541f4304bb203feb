/** What the engine's thread and a thread of a pool say to each other. */

/** To the thread. `stop` becomes 1 when nobody wants the answer any more. */
export interface Asked {
  readonly id: number;
  readonly task: unknown;
  readonly stop: SharedArrayBuffer;
}

/** From the thread. `ready` comes once, before all else. */
export type Said =
  | { readonly kind: 'ready' }
  | { readonly kind: 'note'; readonly id: number; readonly note: unknown }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly kind: 'broke'; readonly id: number; readonly message: string };
