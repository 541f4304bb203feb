import type { TraceKeep } from '@sagaloom/engine/contract';
import { useState } from 'react';
import { type Translate, useT } from '../locales/index.ts';
import { engine } from '../rpc/index.ts';
import { useBytes } from '../traces/import/bytes.ts';
import { Button, FieldMessage, Select } from '../ui/index.ts';
import { lengthOptions, msOf, valueOf, withGiven } from './lengths.ts';
import { useAsked } from './use-asked.ts';
import css from './Retention.module.css';

const gigabyte = 1024 ** 3;
const sizes = [1, 2, 5, 10, 20, 50, 100].map((count) => count * gigabyte);

/** How long traces that were received or imported are kept, and how much room they may take. */
export function TraceRetention() {
  const t = useT();
  const { value: kept, problem, ask } = useAsked<TraceKeep>(async () => engine.traces.keep.get());
  const [draft, setDraft] = useState<TraceKeep | null>(null);
  const apply = (question: () => Promise<TraceKeep>): void =>
    void ask(question).then((isDone) => isDone && setDraft(null));
  const policy = draft ?? kept;
  return (
    <section className={css.retention} aria-label={t('traces.keep.title')}>
      <h3 className={css.title}>{t('traces.keep.title')}</h3>
      <p className={css.note}>{t('traces.keep.text')}</p>
      {policy && <Choices policy={policy} onChange={setDraft} />}
      {draft && (
        <div>
          <Button variant="primary" onPress={() => apply(async () => engine.traces.keep.set(draft))}>
            {t('traces.keep.apply')}
          </Button>
        </div>
      )}
      {problem !== null && <FieldMessage message={problem} />}
    </section>
  );
}

interface ChoicesProps {
  readonly policy: TraceKeep;
  readonly onChange: (policy: TraceKeep) => void;
}

function Choices({ policy, onChange }: ChoicesProps) {
  const t = useT();
  const { maxAgeMs, maxBytes } = policy;
  const sizeOptions = useSizeOptions(maxBytes, t);
  return (
    <div className={css.pair}>
      <Select
        label={t('traces.keep.age')}
        value={valueOf(maxAgeMs)}
        options={lengthOptions(maxAgeMs, t)}
        onChange={(value) => onChange({ ...policy, maxAgeMs: msOf(value) })}
      />
      <Select
        label={t('traces.keep.size')}
        value={maxBytes === null ? 'any' : String(maxBytes)}
        options={sizeOptions}
        onChange={(value) => onChange({ ...policy, maxBytes: value === 'any' ? null : Number(value) })}
      />
    </div>
  );
}

/** Whole gigabytes as people of disks count them; another size as it is. */
function useSizeOptions(given: number | null, t: Translate) {
  const bytes = useBytes();
  const text = (size: number): string =>
    size % gigabyte === 0 ? t('traces.keep.gigabytes', { count: size / gigabyte }) : bytes(size);
  return [
    { value: 'any', label: t('traces.keep.any') },
    ...withGiven(sizes, given).map((size) => ({ value: String(size), label: text(size) })),
  ];
}
