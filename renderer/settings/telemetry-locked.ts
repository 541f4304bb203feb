import type { useT } from '../locales/index.ts';

/** Which variable of the environment settles a field; undefined where none does. */
export function lockedBy(variable: string | undefined, t: ReturnType<typeof useT>): string | undefined {
  return variable === undefined ? undefined : t('telemetry.locked', { variable });
}
