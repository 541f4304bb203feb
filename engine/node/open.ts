import type { AttemptWanted } from '../core/effect.ts';
import type { Engine } from '../runtime/engine.ts';
import type { Activities, Clock, Ids, RunContext } from '../runtime/ports.ts';
import type { Projection } from './projection.ts';
import type { NodeReader } from './reader.ts';

export interface OpenOptions {
  /** The file; it and its folder are made where they are not there. */
  readonly database: string;
  readonly activities: Activities;
  readonly projections?: readonly Projection[] | undefined;
  readonly clock?: Clock | undefined;
  readonly ids?: Ids | undefined;
  readonly traceparent?: ((run: RunContext, attempt: AttemptWanted) => string | null) | undefined;
  readonly onWarning?: ((message: string, error?: unknown) => void) | undefined;
}

export interface NodeEngine extends Engine {
  readonly reader: NodeReader;
  /** Drops every read model and makes it anew from the journal. */
  rebuildProjections(): Promise<void>;
  /** Waits until the projections have seen all that is appended by now. */
  projected(): Promise<void>;
}
