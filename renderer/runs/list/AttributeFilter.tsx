import { type AttributeTerm, readRunsText, runsText, NOTHING_ASKED } from '@sagaloom/engine/contract';
import { Tag, X } from 'lucide-react';
import { useState } from 'react';
import { useT } from '../../locales/index.ts';
import { Button, Dialog, IconButton, Select, TextField } from '../../ui/index.ts';
import { change, useList } from './list.ts';
import css from './Controls.module.css';

/** Search attributes: those asked for, and a way to add one. */
export function AttributeFilter() {
  const t = useT();
  const { asked, facets } = useList();
  const [isAsking, setAsking] = useState(false);
  const names = facets?.attributes.map(({ name }) => name) ?? [];
  return (
    <>
      {asked.where.map((term, i) => {
        const words = runsText({ ...NOTHING_ASKED, where: [term] }).replace(/^attr\./u, '');
        return (
          // oxlint-disable-next-line react/no-array-index-key -- the same may stand there twice
          <span key={i} className={css.term}>
            <Tag size={12} strokeWidth={2} aria-hidden />
            <span title={words}>{words}</span>
            <IconButton
              label={t('runlist.takeOut', { term: words })}
              icon={X}
              size="sm"
              onPress={() => change({ where: asked.where.filter((_, at) => at !== i) })}
            />
          </span>
        );
      })}
      {names.length > 0 && (
        <Button size="sm" icon={Tag} variant="ghost" onPress={() => setAsking(true)}>
          {t('runlist.addAttribute')}
        </Button>
      )}
      {isAsking && <Ask names={names} onClose={() => setAsking(false)} />}
    </>
  );
}

const signs = ['=', '>=', '<='] as const;

function Ask({ names, onClose }: { readonly names: readonly string[]; readonly onClose: () => void }) {
  const t = useT();
  const where = useList(({ asked }) => asked.where);
  const [name, setName] = useState(names[0] ?? '');
  const [sign, setSign] = useState<(typeof signs)[number]>('=');
  const [value, setValue] = useState('');
  const term = termOf(name, sign, value.trim());
  const apply = (): void => {
    onClose();
    if (term) change({ where: [...where, term] });
  };
  return (
    <Dialog
      isOpen
      width="sm"
      title={t('runlist.addAttribute')}
      closeLabel={t('shell.dismiss')}
      onClose={onClose}
      footer={
        <Button variant="primary" isDisabled={term === null} onPress={apply}>
          {t('runlist.apply')}
        </Button>
      }
    >
      <div className={css.fields}>
        <Select
          label={t('runlist.attribute.name')}
          value={name}
          options={names.map((each) => ({ value: each, label: each }))}
          onChange={setName}
        />
        <Select
          label={t('runlist.attribute.sign')}
          value={sign}
          options={[
            { value: '=', label: t('runlist.attribute.is') },
            { value: '>=', label: t('runlist.attribute.least') },
            { value: '<=', label: t('runlist.attribute.most') },
          ]}
          onChange={setSign}
        />
        <TextField label={t('runlist.attribute.value')} mono value={value} onChange={setValue} />
      </div>
    </Dialog>
  );
}

/** As if it had been written. */
function termOf(name: string, sign: string, value: string): AttributeTerm | null {
  if (value === '') return null;
  const quote = (text: string): string => (/[\s",=:<>]/u.test(text) ? JSON.stringify(text) : text);
  return readRunsText(`attr.${quote(name)}${sign}${quote(value)}`).asked.where[0] ?? null;
}
