import { type Diagnostic, diagnose, type Json, type KnownActivity } from '@sagaloom/engine/core';
import { applyDelta, type Delta } from './delta.ts';

/** What is asked of a checker. One question is open at a time, so that the latest state of a document is always the next one asked about. */
export type Ask =
  | { readonly kind: 'activities'; readonly activities: readonly KnownActivity[] }
  | {
      readonly kind: 'check';
      readonly document: string;
      /** Version of the copy the change is of; null with the whole document. */
      readonly base: number | null;
      readonly version: number;
      readonly delta: Delta;
    }
  | { readonly kind: 'forget'; readonly document: string };

export interface Answer {
  readonly document: string;
  readonly version: number;
  /** `same` as in the last answer about it; `whole`: the copy is not there, so the whole document is needed. */
  readonly found: readonly Diagnostic[] | 'same' | 'whole';
}

interface Copy {
  readonly version: number;
  readonly value: Json;
  /** What was answered, as text. */
  readonly said: string;
}

/** Holds a copy of each open document, and looks at what changed: the rest of a copy stays the same objects, which the compiler knows. */
export class Checker {
  #activities: readonly KnownActivity[] | null = null;
  readonly #copies = new Map<string, Copy>();

  /** Null where nothing is asked. */
  take(ask: Ask): Answer | null {
    if (ask.kind === 'activities') this.#activities = ask.activities;
    else if (ask.kind === 'forget') this.#copies.delete(ask.document);
    else return this.#check(ask);
    return null;
  }

  #check({ document, base, version, delta }: Extract<Ask, { kind: 'check' }>): Answer {
    const copy = this.#copies.get(document);
    if (base !== null && copy?.version !== base) return { document, version, found: 'whole' };
    const value = applyDelta(copy?.value, delta);
    const found = diagnose(value, this.#activities === null ? {} : { activities: this.#activities });
    const said = JSON.stringify(found);
    this.#copies.set(document, { version, value, said });
    return { document, version, found: base !== null && said === copy?.said ? 'same' : found };
  }
}
