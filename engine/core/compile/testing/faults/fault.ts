import type { Json, JsonObject } from '../../../json.ts';
import type { DiagnosticCode } from '../../codes.ts';
import { blockOf, task } from '../documents.ts';

/** A file with one fault, and what is said of it. */
export interface Fault {
  /** Text where the fault is one of the text. */
  readonly source: string | Json;
  readonly pointer: string;
  readonly step: string | null;
  readonly says: string;
}

export type Faults = Readonly<Partial<Record<DiagnosticCode, readonly Fault[]>>>;

export const fault = (source: string | Json, pointer: string, step: string | null, says: string): Fault => ({
  source,
  pointer,
  step,
  says,
});

export const end: JsonObject = { type: 'succeed' };
export const once: JsonObject = { type: 'schedule', every: '1h' };
export const undone: JsonObject = { compensate: { activity: 'log' } };
export const saga = (steps: JsonObject, more: JsonObject = {}): Json => ({ type: 'saga', ...blockOf(steps), ...more });
export const each = (steps: JsonObject, more: JsonObject = {}): JsonObject => ({
  type: 'map',
  items: '{% input.items %}',
  ...blockOf(steps),
  ...more,
});
export const both = (left: JsonObject, more: JsonObject = {}): Json => ({
  type: 'parallel',
  branches: { left: blockOf(left), right: blockOf({ r: task() }) },
  ...more,
});
