import { languageTags, useLocaleStore } from '../../locales/index.ts';

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** `980 byte`, `1.4 MB`: as a person of this language reads them. */
export function useBytes(): (bytes: number) => string {
  const locale = useLocaleStore((state) => state.locale);
  return (bytes) => formatBytes(bytes, languageTags[locale]);
}

export function formatBytes(bytes: number, tag: string): string {
  const power = bytes < 1_000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const format = new Intl.NumberFormat(tag, {
    style: 'unit',
    unit: units[power] ?? 'byte',
    unitDisplay: 'short',
    maximumFractionDigits: power < 2 ? 0 : 1,
  });
  return format.format(bytes / 1_000 ** power);
}
