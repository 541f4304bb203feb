import type { z } from 'zod';
import { isObject, type Json, type JsonObject } from '../json.ts';
import type { templateSchema } from './common.ts';

/** DA7. What a definition and a history hold of a secret: its name. The worker puts the value in. */
export interface SecretMarker extends JsonObject {
  readonly $secret: string;
}

const MARKER = '$secret';
const legalName = /^[A-Za-z_][A-Za-z0-9_-]{0,127}$/;
const whole = /^\{%\s*secrets\.(?:([A-Za-z_]\w*)|`([^`]+)`)\s*%\}$/;

export const isSecretName = (name: string): boolean => legalName.test(name);

/** The secret that a text of a template is as a whole: `{% secrets.NAME %}`. */
export function secretOfText(text: string): string | null {
  const [, plain, quoted] = whole.exec(text) ?? [];
  const name = plain ?? quoted;
  return name !== undefined && legalName.test(name) ? name : null;
}

/** Whether it means to be a marker, well made or not. */
export const isMarked = (value: Json): value is JsonObject => isObject(value) && Object.hasOwn(value, MARKER);

export function isSecretMarker(value: Json): value is SecretMarker {
  if (!isMarked(value)) return false;
  const name = value[MARKER];
  return typeof name === 'string' && legalName.test(name) && Object.keys(value).length === 1;
}

type TemplateJson = z.infer<typeof templateSchema>;

/** Each `{% secrets.NAME %}` of a template as its marker. */
export function withMarkers(template: TemplateJson): TemplateJson {
  if (typeof template === 'string') {
    const name = secretOfText(template);
    return name === null ? template : { [MARKER]: name };
  }
  if (typeof template !== 'object' || template === null) return template;
  if (Array.isArray(template)) return template.map(withMarkers);
  return Object.fromEntries(Object.entries(template).map(([name, part]) => [name, withMarkers(part)]));
}
