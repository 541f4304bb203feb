import { z } from 'zod';
import type { Json } from '../core/json.ts';

/**
 * Any JSON, passed on as it is. What comes in is JSON already; `z.json()` would look at all of it once more, and leave out members of the
 * name `__proto__`.
 */
export const anyJson = z.unknown() as unknown as z.ZodType<Json, Json>;
