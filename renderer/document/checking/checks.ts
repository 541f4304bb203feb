import type { Diagnostic, KnownActivity } from '@sagaloom/engine/core';
import type { Draft } from '../draft.ts';
import type { Answer, Ask } from './checker.ts';
import { deltaBetween } from './delta.ts';
import { type CheckerHost, onTheSpot, startChecker } from './host.ts';

export interface Found {
  readonly document: string;
  /** The very document it was said of. */
  readonly of: Draft;
  readonly diagnostics: readonly Diagnostic[];
}

interface Sent {
  readonly version: number;
  readonly document: Draft;
}

type Start = (onAnswer: (answer: Answer) => void, onLost: () => void) => CheckerHost;

/**
 * Asks a checker about documents.
 *
 * 1. One question is open at a time, and only the latest state of a document waits: typing never fills a queue.
 * 2. What is sent is the difference to what was sent before (`delta.ts`), or all where the checker has no copy.
 * 3. An answer names the document it is of: whoever shows it can tell whether it still holds.
 * 4. A checker that is lost is replaced once by one in this thread.
 */
export class Checks {
  readonly #onFound: (found: Found) => void;
  #host: CheckerHost;
  #activities: readonly KnownActivity[] | null = null;
  #version = 0;
  #asked: (Sent & { readonly id: string }) | null = null;
  readonly #waiting = new Map<string, Draft>();
  readonly #sent = new Map<string, Sent>();
  readonly #found = new Map<string, readonly Diagnostic[]>();

  constructor(onFound: (found: Found) => void, start: Start = startChecker) {
    this.#onFound = onFound;
    const answered = (answer: Answer): void => this.#take(answer);
    this.#host = start(answered, () => {
      this.#host = onTheSpot(answered);
      if (this.#activities) this.#host.send({ kind: 'activities', activities: this.#activities });
      const open = [...this.#sent];
      this.#sent.clear();
      this.#asked = null;
      for (const [id, { document }] of open) if (!this.#waiting.has(id)) this.#waiting.set(id, document);
      this.#next();
    });
  }

  /** What there is to run: known documents are looked at anew. */
  know(activities: readonly KnownActivity[]): void {
    this.#activities = activities;
    // Only what the compiler reads: documentation and icons stay here.
    const activitiesAsked = activities.map(({ name, input }) => (input === undefined ? { name } : { name, input }));
    this.#host.send({ kind: 'activities', activities: activitiesAsked });
    for (const [id, { document }] of this.#sent) if (!this.#waiting.has(id)) this.#waiting.set(id, document);
    this.#next();
  }

  /** Asked again about what was asked already, it does nothing. */
  check(id: string, document: Draft): void {
    if (!this.#waiting.has(id) && this.#sent.get(id)?.document === document) return;
    this.#waiting.delete(id);
    this.#waiting.set(id, document);
    this.#next();
  }

  forget(id: string): void {
    this.#waiting.delete(id);
    this.#sent.delete(id);
    this.#found.delete(id);
    this.#host.send({ kind: 'forget', document: id });
  }

  /** The one asked for last comes first: somebody is looking at it. */
  #next(): void {
    if (this.#asked) return;
    const [id, document] = [...this.#waiting].at(-1) ?? [];
    if (id === undefined || document === undefined) return;
    this.#waiting.delete(id);
    this.#version += 1;
    this.#asked = { id, document, version: this.#version };
    this.#host.send(this.#askOf(id, document));
    this.#sent.set(id, { version: this.#version, document });
  }

  #askOf(id: string, document: Draft): Ask {
    const before = this.#sent.get(id);
    const delta = before ? (deltaBetween(before.document, document) ?? { parts: [] }) : { set: document };
    return { kind: 'check', document: id, base: before?.version ?? null, version: this.#version, delta };
  }

  #take({ document: id, version, found }: Answer): void {
    const asked = this.#asked;
    if (asked?.version !== version) return;
    this.#asked = null;
    if (found === 'whole') {
      this.#sent.delete(id);
      if (!this.#waiting.has(id)) this.#waiting.set(id, asked.document);
    } else if (this.#sent.has(id)) {
      const diagnostics = found === 'same' ? (this.#found.get(id) ?? []) : found;
      this.#found.set(id, diagnostics);
      this.#onFound({ document: id, of: asked.document, diagnostics });
    }
    this.#next();
  }
}
