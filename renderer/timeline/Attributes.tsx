import type { Json, JsonObject } from '@sagaloom/engine/core';
import { Copy, ListFilter } from 'lucide-react';
import { useState } from 'react';
import { useT } from '../locales/index.ts';
import { announce, IconButton } from '../ui/index.ts';
import type { Term } from './query.ts';
import css from './SpanDrawer.module.css';

interface Props {
  readonly label: string;
  readonly values: JsonObject;
  /** Absent where others cannot be looked for by these. */
  readonly onFind: ((terms: readonly Term[]) => void) | undefined;
}

/** With more than this there is a field to search them. */
const many = 12;

/** Name and value; a value can be copied, and looked for elsewhere in the trace. */
export function Attributes({ label, values, onFind }: Props) {
  const t = useT();
  const [wanted, setWanted] = useState('');
  const all = Object.entries(values).filter(([, value]) => value !== '');
  const has = (text: string): boolean => text.toLowerCase().includes(wanted.trim().toLowerCase());
  const shown = all.filter(([name, value]) => has(name) || has(plain(value)));
  if (all.length === 0) return null;
  return (
    <section className={css.section}>
      <h4>{label}</h4>
      {all.length > many && (
        <input
          type="search"
          className={css.search}
          value={wanted}
          aria-label={t('timeline.attributesFind')}
          placeholder={t('timeline.attributesFind')}
          onChange={({ target }) => setWanted(target.value)}
        />
      )}
      {shown.length === 0 && <p className={css.hint}>{t('timeline.attributesNone')}</p>}
      <dl className={css.attributes}>
        {shown.map(([name, value]) => (
          <div key={name}>
            <dt title={name}>{name}</dt>
            {/* As it was recorded, in no language. */}
            <dd translate="no" title={plain(value)}>
              {plain(value)}
            </dd>
            <Acts name={name} value={value} onFind={onFind} />
          </div>
        ))}
      </dl>
    </section>
  );
}

function Acts({ name, value, onFind }: { readonly name: string; readonly value: Json } & Pick<Props, 'onFind'>) {
  const t = useT();
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(plain(value));
    announce(t('timeline.valueCopied', { name }));
  };
  return (
    <dd className={css.acts}>
      {onFind && (
        <IconButton
          size="sm"
          iconSize={12}
          icon={ListFilter}
          label={t('timeline.findValue', { name })}
          onPress={() => onFind([{ kind: 'attribute', attribute: name, value: plain(value), not: false }])}
        />
      )}
      <IconButton
        size="sm"
        iconSize={12}
        icon={Copy}
        label={t('timeline.copyValue', { name })}
        onPress={() => void copy()}
      />
    </dd>
  );
}

const plain = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));
