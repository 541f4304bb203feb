import { Link2, PanelRight, RefreshCw, Search, X } from 'lucide-react';
import type { RefObject } from 'react';
import { useT } from '../../locales/index.ts';
import { FieldMessage, IconButton, Kbd } from '../../ui/index.ts';
import { copyText } from '../../traces/copy.ts';
import { ColumnsMenu } from './ColumnsMenu.tsx';
import { Controls } from './Controls.tsx';
import { hashOfRuns } from './link.ts';
import { askText, load, typeText, useList } from './list.ts';
import { SavedMenu } from './SavedMenu.tsx';
import { StatusChips } from './StatusChips.tsx';
import { showPreview, usePreview } from './view.ts';
import { wrongText } from './wrong.ts';
import css from './FilterBar.module.css';

/** What is asked for: as a text, and by controls that say the same. */
export function FilterBar({ field }: { readonly field: RefObject<HTMLInputElement | null> }) {
  return (
    <header className={css.bar}>
      <div className={css.line}>
        <Field field={field} />
        <Tools />
      </div>
      <Wrong />
      <div className={css.line}>
        <StatusChips />
      </div>
      <div className={css.line}>
        <Controls />
      </div>
    </header>
  );
}

function Field({ field }: { readonly field: RefObject<HTMLInputElement | null> }) {
  const t = useT();
  const text = useList((state) => state.text);
  const isWrong = useList(({ wrong }) => wrong.length > 0);
  return (
    <search className={css.field}>
      <Search size={15} strokeWidth={1.75} aria-hidden />
      <input
        ref={field}
        className={css.input}
        value={text}
        aria-label={t('runlist.filter')}
        aria-invalid={isWrong}
        aria-describedby={isWrong ? 'runlist-wrong' : undefined}
        placeholder={t('runlist.filterExample')}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => typeText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') askText(text);
          if (event.key === 'Escape' && text !== '') askText('');
        }}
      />
      {text === '' ? (
        <Kbd>/</Kbd>
      ) : (
        <IconButton label={t('runlist.clear')} icon={X} size="sm" onPress={() => askText('')} />
      )}
    </search>
  );
}

function Wrong() {
  const t = useT();
  const wrong = useList((state) => state.wrong);
  const [first] = wrong;
  if (!first) return null;
  return (
    <div id="runlist-wrong" className={css.wrong}>
      <FieldMessage message={wrongText(first, t)} />
    </div>
  );
}

function Tools() {
  const t = useT();
  const { text, sort } = useList();
  const isShown = usePreview((state) => state.isShown);
  const copy = (): void => copyText(`${location.origin}${location.pathname}${hashOfRuns({ text, sort })}`);
  return (
    <div className={css.tools}>
      <SavedMenu />
      <ColumnsMenu />
      <IconButton label={t('runlist.copyLink')} icon={Link2} onPress={copy} />
      <IconButton label={t('shell.refresh')} icon={RefreshCw} onPress={() => void load()} />
      <IconButton
        label={t(isShown ? 'runlist.hidePreview' : 'runlist.showPreview')}
        icon={PanelRight}
        onPress={() => showPreview(!isShown)}
      />
    </div>
  );
}
