import type { EnvironmentCode } from '../../runtime/environment.ts';

/** What is said between the engine's thread and those of the traces. */
export type Role = 'reader' | 'writer';

export interface ThreadData {
  readonly role: Role;
  readonly file: string;
}

export interface Asked {
  readonly id: number;
  readonly operation: string;
  readonly given: readonly unknown[];
}

export type Answered = { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: Told };

/** An error crosses threads without its class. */
export interface Told {
  readonly message: string;
  /** Of what the machine around us refused; null: a bug. */
  readonly code: EnvironmentCode | null;
  readonly stack: string;
}
