import { ChartGantt, CircleCheck, CircleX, Clock, LoaderCircle, X } from 'lucide-react';
import { ProgressBar } from 'react-aria-components';
import { useFormats } from '../../locales/format.ts';
import { useT } from '../../locales/index.ts';
import { useSaidByEngine } from '../../locales/said/engine.ts';
import { engine } from '../../rpc/index.ts';
import { showPanel } from '../../shell/layout.ts';
import { attempt } from '../../shell/notices.ts';
import { Button, IconButton } from '../../ui/index.ts';
import { openTrace } from '../open-trace.ts';
import { useBytes } from './bytes.ts';
import { cancelImport, dismissImports, type ImportJob, isOver, useImports } from './imports.ts';
import { fraction } from './rate.ts';
import { problemWords } from './send.ts';
import css from './ImportCards.module.css';

/** Files on their way, and what became of them. It lies beside the work, never over it. */
export function ImportCards() {
  const t = useT();
  const jobs = useImports((state) => state.jobs);
  if (jobs.length === 0) return null;
  const open = jobs.filter((job) => !isOver(job)).length;
  return (
    <section className={css.card} aria-label={t('traces.import.title')}>
      <header className={css.header}>
        <h3>{open > 0 ? t('traces.import.underWay', { count: open }) : t('traces.import.over')}</h3>
        {open < jobs.length && (
          <IconButton label={t('traces.import.dismiss')} icon={X} size="sm" onPress={dismissImports} />
        )}
      </header>
      <ul className={css.jobs}>
        {jobs.map((job) => (
          <Job key={job.id} job={job} />
        ))}
      </ul>
    </section>
  );
}

const icons = {
  waiting: Clock,
  running: LoaderCircle,
  done: CircleCheck,
  failed: CircleX,
  cancelled: X,
} as const satisfies Record<ImportJob['phase'], unknown>;

function Job({ job }: { readonly job: ImportJob }) {
  const t = useT();
  const Icon = icons[job.phase];
  return (
    <li className={css.job} data-phase={job.phase}>
      <Icon className={css.icon} size={15} strokeWidth={2} aria-hidden />
      <div className={css.text}>
        <span className={css.name} title={job.name}>
          {job.name}
        </span>
        <State job={job} />
      </div>
      {!isOver(job) && (
        <IconButton
          label={t('traces.import.cancel', { name: job.name })}
          icon={X}
          size="sm"
          onPress={() => cancelImport(job.id)}
        />
      )}
    </li>
  );
}

function State({ job }: { readonly job: ImportJob }) {
  const t = useT();
  switch (job.phase) {
    case 'waiting':
      return <span className={css.line}>{t('traces.import.waits')}</span>;
    case 'running':
      return <Running job={job} />;
    case 'cancelled':
      return <span className={css.line}>{t('traces.import.cancelled', { spans: job.progress?.spans ?? 0 })}</span>;
    case 'failed':
      return <span className={css.problem}>{problemWords(job.problem)}</span>;
    case 'done':
      return <Result job={job} />;
  }
}

function Running({ job }: { readonly job: ImportJob }) {
  const t = useT();
  const { count } = useFormats();
  const bytes = useBytes();
  const { read, size, progress, rate } = job;
  return (
    <>
      <ProgressBar
        className={css.bar ?? ''}
        aria-label={t('traces.import.progressOf', { name: job.name })}
        value={fraction(read, size) * 100}
        valueLabel={t('traces.import.bytes', { read: bytes(read), size: bytes(size) })}
      >
        {({ percentage = 0 }) => <div className={css.fill} style={{ width: `${percentage}%` }} />}
      </ProgressBar>
      <span className={css.line}>
        <span>{t('traces.import.bytes', { read: bytes(read), size: bytes(size) })}</span>
        <span>{t('traces.spans', { count: progress?.spans ?? 0 })}</span>
        {rate !== null && <span>{t('traces.import.rate', { spans: count(Math.round(rate)) })}</span>}
      </span>
    </>
  );
}

/** Of fewer spans than that, how fast they came says nothing. */
const many = 10_000;

function Result({ job }: { readonly job: ImportJob }) {
  const t = useT();
  const said = useSaidByEngine();
  const { count } = useFormats();
  const { progress, rate, problem } = job;
  if (!progress) return null;
  const { traces, spans, refused, why, traceIds } = progress;
  // What was refused says why by itself; else the file has ended in the middle.
  const shortfall = problem ?? (refused === 0 ? why : null);
  const [only] = traceIds;
  return (
    <>
      <span className={css.line}>
        <span>{t('traces.import.result', { spans, traces })}</span>
        {rate !== null && spans >= many && <span>{t('traces.import.rate', { spans: count(Math.round(rate)) })}</span>}
      </span>
      {refused > 0 && (
        <span className={css.warning}>{t('traces.import.refused', { count: refused, why: said(why ?? '') })}</span>
      )}
      {shortfall !== null && (
        <span className={css.warning}>{t('traces.import.cutShort', { why: problemWords(shortfall) })}</span>
      )}
      {traces > 0 && (
        <span className={css.actions}>
          {traces === 1 && only !== undefined ? (
            <Button size="sm" icon={ChartGantt} onPress={() => void openImported(only)}>
              {t('traces.open')}
            </Button>
          ) : (
            <Button size="sm" icon={ChartGantt} onPress={() => showPanel('traces')}>
              {t('traces.import.showList')}
            </Button>
          )}
        </span>
      )}
    </>
  );
}

async function openImported(traceId: string): Promise<void> {
  await attempt('traces.byId.none', { id: traceId }, async () => openTrace(await engine.traces.summary({ traceId })));
}
