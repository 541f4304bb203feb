import { END_STATUSES, type RetentionInfo, type RetentionSettings } from '@sagaloom/engine/contract';
import type { RunStatus } from '@sagaloom/engine/core';
import { useEffect, useState } from 'react';
import { useFormats } from '../locales/format.ts';
import { useT } from '../locales/index.ts';
import { engine } from '../rpc/index.ts';
import { statusLook } from '../runs/status.ts';
import { useNow } from '../runs/use-now.ts';
import { Button, FieldMessage, Select } from '../ui/index.ts';
import { lengthOptions, msOf, valueOf } from './lengths.ts';
import { useAsked } from './use-asked.ts';
import css from './Retention.module.css';

/** How long runs that have ended are kept; what that would delete is said before it is. */
export function Retention() {
  const t = useT();
  const { value: info, problem, ask } = useAsked<RetentionInfo>(async () => engine.system.retention.get());
  const [draft, setDraft] = useState<RetentionSettings | null>(null);
  const apply = (question: () => Promise<RetentionInfo>): void =>
    void ask(question).then((isDone) => isDone && setDraft(null));
  if (!info) return problem === null ? null : <FieldMessage message={problem} />;
  const policy = draft ?? info.policy;
  return (
    <div className={css.retention}>
      <p className={css.note}>{t('runlist.retention.text')}</p>
      {info.isFixed && <p className={css.note}>{t('runlist.retention.fixed')}</p>}
      <Choices policy={policy} isFixed={info.isFixed} onChange={setDraft} />
      <Would policy={policy} />
      {draft && (
        <div>
          <Button variant="primary" onPress={() => apply(async () => engine.system.retention.set(changeable(draft)))}>
            {t('runlist.retention.apply')}
          </Button>
        </div>
      )}
      <Last info={info} />
      {problem !== null && <FieldMessage message={problem} />}
    </div>
  );
}

type Wire = Parameters<typeof engine.system.retention.set>[0];
const changeable = (policy: RetentionSettings): Wire => ({ ...policy });

interface ChoicesProps {
  readonly policy: RetentionSettings;
  readonly isFixed: boolean;
  readonly onChange: (policy: RetentionSettings) => void;
}

function Choices({ policy, isFixed, onChange }: ChoicesProps) {
  const t = useT();
  const { keepMs, byStatus = {} } = policy;
  const own = (status: RunStatus): number | null | undefined => byStatus[status];
  return (
    <>
      <Select
        label={t('runlist.retention.keep')}
        isDisabled={isFixed}
        value={valueOf(keepMs)}
        options={lengthOptions(keepMs, t)}
        onChange={(value) => onChange({ ...policy, keepMs: msOf(value) })}
      />
      <fieldset className={css.own}>
        <legend>{t('runlist.retention.own')}</legend>
        {END_STATUSES.map((status) => (
          <Select
            key={status}
            label={t(statusLook[status].label)}
            isDisabled={isFixed}
            value={own(status) === undefined ? 'same' : valueOf(own(status) ?? null)}
            options={[{ value: 'same', label: t('runlist.retention.same') }, ...lengthOptions(own(status), t)]}
            onChange={(value) => {
              const { [status]: _own, ...rest } = byStatus;
              onChange({ ...policy, byStatus: value === 'same' ? rest : { ...rest, [status]: msOf(value) } });
            }}
          />
        ))}
      </fieldset>
    </>
  );
}

const restMs = 200;

function Would({ policy }: { readonly policy: RetentionSettings }) {
  const t = useT();
  const { count } = useFormats();
  const [text, setText] = useState<string | null>(null);
  const asked = JSON.stringify(policy);
  useEffect(() => {
    const timer = setTimeout(() => {
      engine.system.retention.preview(JSON.parse(asked) as Wire).then(
        (found) =>
          setText(
            t('runlist.retention.would', {
              n: found.count,
              count: found.more ? t('runlist.moreThan', { count: count(found.count) }) : count(found.count),
            }),
          ),
        () => setText(null),
      );
    }, restMs);
    return () => clearTimeout(timer);
  }, [asked, t, count]);
  return <output className={css.would}>{text}</output>;
}

function Last({ info: { lastPass, deleted } }: { readonly info: RetentionInfo }) {
  const t = useT();
  const { ago, count } = useFormats();
  const now = useNow(true, 10_000);
  const last = lastPass && {
    ago: ago(Date.parse(lastPass.endedAt), Math.max(now, Date.parse(lastPass.endedAt))),
    n: lastPass.deleted,
    count: count(lastPass.deleted),
  };
  return (
    <p className={css.note}>
      {last ? t('runlist.retention.last', last) : t('runlist.retention.never')}{' '}
      {deleted > 0 && t('runlist.retention.total', { count: count(deleted) })}
    </p>
  );
}
