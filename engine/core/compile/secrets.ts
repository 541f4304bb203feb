import { isMarked, isSecretMarker, secretOfText } from '../definition/secrets.ts';
import { isObject, type Json } from '../json.ts';
import type { Path } from './pointer.ts';
import type { Report } from './report.ts';
import type { Site } from './templates.ts';
import { type Said, said } from './sentences.ts';

/** DA7. Only an activity gets secrets: in the `with` of a task, or of an activity that undoes. */
export function takesSecrets({ role, step }: Site): boolean {
  if (role === 'with') return step?.type === 'task';
  if (role !== 'undo') return false;
  const undo = step?.json['compensate'];
  return isObject(undo) && undo['workflow'] === undefined;
}

/** Whether a text of this template is a secret as a whole, where one may stand. */
export const isSecret = (site: Site, text: string): boolean => takesSecrets(site) && secretOfText(text) !== null;

export function secretMisplaced(site: Site, name: string | null): Said {
  const secret = `{% secrets.${name ?? 'NAME'} %}`;
  return said(takesSecrets(site) ? 'SECRET_MISPLACED.beside' : 'SECRET_MISPLACED', { secret });
}

/** Markers written by hand mean the same, and stand where a secret may. */
export function checkMarkers(site: Site, report: Report): void {
  if (!holdsMark(site.value)) return;
  const free = takesSecrets(site);
  for (const [value, at] of markedIn(site.value, site.at)) {
    if (free && isSecretMarker(value)) continue;
    const says = free ? said('SECRET_MISPLACED.marker') : secretMisplaced(site, null);
    report.add({ code: 'SECRET_MISPLACED', at, step: site.step?.id, says });
  }
}

function holdsMark(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return isMarked(value) || Object.values(value).some((part: Json) => holdsMark(part));
}

function* markedIn(value: Json, at: Path): Generator<readonly [value: Json, at: Path]> {
  if (typeof value !== 'object' || value === null) return;
  if (isMarked(value)) yield [value, at];
  else if (Array.isArray(value))
    for (const [index, item] of (value as readonly Json[]).entries()) yield* markedIn(item, [...at, index]);
  else for (const [name, part] of Object.entries(value)) yield* markedIn(part, [...at, name]);
}

/** An expression that makes up a marker. */
export const makesMarker = (source: string): boolean => /["'`]\$secret["'`]/.test(source);
