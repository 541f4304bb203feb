import { isSecretMarker } from '../../core/definition/secrets.ts';
import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import type { Secrets } from '../ports.ts';

/**
 * DA7. Only where the definition itself has a marker is a secret put in: a marker that came with data, such as an answer from the
 * network, stays what it is, or anybody who is asked could read every secret.
 */
export interface SecretPlace {
  readonly path: readonly (string | number)[];
  readonly name: string;
}

/** By step id, of an undo `ID#undo`. Null: the definition has none. */
export type SecretPlaces = ReadonlyMap<string, readonly SecretPlace[]> | null;

export const placeName = (stepId: string, undo: boolean): string => (undo ? `${stepId}#undo` : stepId);

export function secretPlaces(definition: JsonObject): SecretPlaces {
  const found = new Map<string, readonly SecretPlace[]>();
  visitSteps(definition, (id, step) => {
    add(found, placeName(id, false), step['with']);
    const { compensate } = step;
    if (isObject(compensate)) add(found, placeName(id, true), compensate['with']);
  });
  return found.size > 0 ? found : null;
}

function visitSteps(json: Json, visit: (id: string, step: JsonObject) => void): void {
  if (Array.isArray(json)) for (const part of json as readonly Json[]) visitSteps(part, visit);
  if (!isObject(json)) return;
  for (const [name, part] of Object.entries(json)) {
    if (name === 'steps' && isObject(part))
      for (const [id, step] of Object.entries(part)) if (isObject(step)) visit(id, step);
    if (name !== 'with') visitSteps(part, visit);
  }
}

function add(found: Map<string, readonly SecretPlace[]>, name: string, template: Json | undefined): void {
  const places = template === undefined ? [] : placesIn(template, []);
  if (places.length > 0) found.set(name, places);
}

function placesIn(template: Json, path: readonly (string | number)[]): readonly SecretPlace[] {
  if (typeof template !== 'object' || template === null) return [];
  if (isSecretMarker(template)) return [{ path, name: template.$secret }];
  return Array.isArray(template)
    ? (template as readonly Json[]).flatMap((part, i) => placesIn(part, [...path, i]))
    : Object.entries(template).flatMap(([name, part]) => placesIn(part, [...path, name]));
}

export type Filled =
  | { readonly ok: true; readonly value: Json; readonly secrets: ReadonlyMap<string, string> }
  /** `why`, where it is not just not set. */
  | { readonly ok: false; readonly missing: string; readonly why: string | null };

/** With the values put in. */
export async function filled(value: Json, places: readonly SecretPlace[], port: Secrets): Promise<Filled> {
  const secrets = new Map<string, string>();
  let whole = value;
  for (const { path, name } of places) {
    const known = secrets.get(name);
    const asked = known === undefined ? await ask(name, port) : { value: known, why: null };
    if (asked.value === null) return { ok: false, missing: name, why: asked.why };
    secrets.set(name, asked.value);
    whole = withPut(whole, path, asked.value);
  }
  return { ok: true, value: whole, secrets };
}

/** `why`: it cannot be known whether there is one. */
async function ask(
  name: string,
  port: Secrets,
): Promise<{ readonly value: string | null; readonly why: string | null }> {
  try {
    return { value: await port.get(name), why: null };
  } catch (error) {
    return { value: null, why: error instanceof Error ? error.message : String(error) };
  }
}

function withPut(value: Json, [first, ...rest]: readonly (string | number)[], secret: string): Json {
  if (first === undefined) return isSecretMarker(value) ? secret : value;
  if (Array.isArray(value)) return value.map((part: Json, i) => (i === first ? withPut(part, rest, secret) : part));
  if (!isObject(value) || !Object.hasOwn(value, first)) return value;
  return { ...value, [first]: withPut(value[first] ?? null, rest, secret) };
}
