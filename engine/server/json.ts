import type { z } from 'zod';
import type { JsonObject } from '../core/json.ts';

/** Plain data as JSON: what is undefined falls away. */
export const toJson = (value: unknown): z.core.util.JSONType =>
  JSON.parse(JSON.stringify(value ?? null)) as z.core.util.JSONType;

export const toJsonObject = (value: object): JsonObject => JSON.parse(JSON.stringify(value)) as JsonObject;
