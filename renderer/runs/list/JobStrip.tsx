import type { BulkJob } from '@sagaloom/engine/contract';
import { useState } from 'react';
import { ProgressBar } from 'react-aria-components';
import { useFormats } from '../../locales/format.ts';
import { type MessageKey, useT } from '../../locales/index.ts';
import { Button, Dialog, IconButton } from '../../ui/index.ts';
import { X } from 'lucide-react';
import { putJobAway, stopBulk, useBulk } from './bulk.ts';
import { actionLook } from './BulkBar.tsx';
import { useCounted } from './StatusChips.tsx';
import css from './Bulk.module.css';

const states = {
  running: 'runlist.job.running',
  done: 'runlist.job.done',
  stopped: 'runlist.job.stopped',
  broken: 'runlist.job.broken',
} as const satisfies Record<BulkJob['state'], MessageKey>;

/** How far the engine is with what it was told to do to many runs. */
export function JobStrip() {
  const job = useBulk((state) => state.job);
  return job && <Strip job={job} />;
}

function Strip({ job }: { readonly job: BulkJob }) {
  const t = useT();
  const { count } = useFormats();
  const counted = useCounted();
  const [isAsking, setAsking] = useState(false);
  const { action, state, total, done, refused, refusals, resumed, problem, id } = job;
  const percent = total.count === 0 ? 100 : Math.min(100, ((done + refused) / total.count) * 100);
  const label = t(actionLook[action].label);
  return (
    <section className={css.job} data-state={state} aria-label={t('runlist.job.title')}>
      <strong>{t(states[state], { action: label })}</strong>
      {state === 'running' && (
        <ProgressBar aria-label={label} value={percent} className={css.progress ?? ''}>
          <span className={css.bone} style={{ width: `${percent}%` }} />
        </ProgressBar>
      )}
      <output className={css.figures}>
        {t('runlist.job.figures', { done: count(done), total: counted(total), refused: count(refused) })}
      </output>
      {resumed && <span className={css.quiet}>{t('runlist.job.resumed')}</span>}
      {problem !== null && <span className={css.problem}>{problem}</span>}
      <span className={css.space} />
      {refusals.length > 0 && (
        <Button size="sm" variant="ghost" onPress={() => setAsking(true)}>
          {t('runlist.job.refusals', { count: refused })}
        </Button>
      )}
      {state === 'running' ? (
        <Button size="sm" onPress={() => void stopBulk(id)}>
          {t('runlist.job.stop')}
        </Button>
      ) : (
        <IconButton label={t('shell.dismiss')} icon={X} size="sm" onPress={putJobAway} />
      )}
      {isAsking && <Refusals job={job} onClose={() => setAsking(false)} />}
    </section>
  );
}

function Refusals({ job, onClose }: { readonly job: BulkJob; readonly onClose: () => void }) {
  const t = useT();
  const { refusals, refused } = job;
  return (
    <Dialog
      isOpen
      isText
      title={t('runlist.job.refusals', { count: refused })}
      closeLabel={t('shell.dismiss')}
      onClose={onClose}
    >
      <ul className={css.refusals}>
        {refusals.map(({ runId, reason }) => (
          <li key={runId}>
            <code>{runId}</code>
            <span>{reason}</span>
          </li>
        ))}
      </ul>
      {refused > refusals.length && (
        <p className={css.quiet}>{t('runlist.job.firstOnly', { count: refusals.length })}</p>
      )}
    </Dialog>
  );
}
