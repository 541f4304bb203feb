import { type Heat, heatSources } from '@sagaloom/engine/contract';
import { useT } from '../locales/index.ts';
import { runStatuses, statusLook } from '../runs/status.ts';
import { Select } from '../ui/index.ts';
import css from './HeatCard.module.css';
import { askHeat, useHeat } from './heat-state.ts';

const limits = [100, 1_000, 10_000] as const;
const spans = [1, 24, 168, 720] as const;
const all = 'all';

/** Whose runs, how many, of which version and since when. */
export function HeatSources({ heat }: { readonly heat: Heat | null }) {
  const t = useT();
  const { source, limit, status, hash, hours } = useHeat(({ ask }) => ask);
  const versions = heat?.versions.filter((version) => version.hash !== '') ?? [];
  return (
    <>
      <Select
        aria-label={t('heat.source.label')}
        options={heatSources.map((value) => ({ value, label: t(`heat.source.${value}`) }))}
        value={source}
        onChange={(value) => askHeat({ source: value, hash: null, status: null })}
      />
      <div className={css.pair}>
        <Select
          aria-label={t('heat.limit.label')}
          options={limits.map((value) => ({ value: String(value), label: t('heat.limit.newest', { number: value }) }))}
          value={String(limit)}
          onChange={(value) => askHeat({ limit: Number(value) })}
        />
        <Select
          aria-label={t('heat.since.label')}
          options={[
            { value: all, label: t('heat.since.ever') },
            ...spans.map((value) => ({ value: String(value), label: t(`heat.since.${value}`) })),
          ]}
          value={hours === null ? all : String(hours)}
          onChange={(value) => askHeat({ hours: value === all ? null : Number(value) })}
        />
      </div>
      <div className={css.pair}>
        <Select
          aria-label={t('heat.version.label')}
          options={[
            { value: all, label: t('heat.version.all') },
            ...versions.map((version) => ({
              value: `=${version.hash}`,
              label: t('heat.version.one', { hash: version.hash.slice(0, 8), count: version.runs }),
            })),
            ...(hash !== null && !versions.some((version) => version.hash === hash)
              ? [{ value: `=${hash}`, label: hash.slice(0, 8) }]
              : []),
          ]}
          value={hash === null ? all : `=${hash}`}
          onChange={(value) => askHeat({ hash: value === all ? null : value.slice(1) })}
        />
        {source === 'runs' && (
          <Select
            aria-label={t('heat.status.label')}
            options={[
              { value: all, label: t('heat.status.any') },
              ...runStatuses.map((value) => ({ value, label: t(statusLook[value].label) })),
            ]}
            value={status ?? all}
            onChange={(value) => askHeat({ status: value === all ? null : value })}
          />
        )}
      </div>
    </>
  );
}
