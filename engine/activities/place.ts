import type { ActivitySettings } from './settings.ts';

/** Where activities run, and what is allowed there. */
export interface ActivityPlace {
  /** Absolute, links resolved. */
  readonly workspace: string;
  /** Of `sagaloom.config.json`, as it is now. */
  readonly settings: ActivitySettings;
  /** A person of this machine said that what the workspace asks for may be done: see `sagaloom trust`. */
  readonly isTrusted: boolean;
}

/** As it is now; or, in one line, why its settings cannot be read: then nothing may be done there. */
export type PlaceNow =
  | { readonly ok: true; readonly place: ActivityPlace }
  | { readonly ok: false; readonly message: string };

/** Nowhere in particular: for tests, and hosts that have no workspace. */
export const noPlace: ActivityPlace = { workspace: process.cwd(), settings: {}, isTrusted: false };
