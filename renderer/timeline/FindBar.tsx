import { ChevronDown, ChevronUp, Funnel, ListFilter, LoaderCircle, Search, X } from 'lucide-react';
import { type KeyboardEvent, type Ref, useId } from 'react';
import { useT } from '../locales/index.ts';
import { IconButton } from '../ui/index.ts';
import { FilterButton } from './FilterButton.tsx';
import type { TimelineModel } from './model.ts';
import { parseQuery, type Term, writeTerm } from './query.ts';
import type { Find } from './useFind.ts';
import css from './FindBar.module.css';

interface Props {
  readonly find: Find;
  readonly model: TimelineModel;
  readonly inputRef: Ref<HTMLInputElement>;
  readonly onNext: (forward: boolean) => void;
  /** Absent where the bar is always there. */
  readonly onClose: (() => void) | undefined;
  /** Back to the rows. */
  readonly onLeave: () => void;
}

/** One field: what has been entered stands in it as chips, what is being typed is looked for already. */
export function FindBar({ find, model, inputRef, onNext, onClose, onLeave }: Props) {
  const t = useT();
  const help = useId();
  const isFinding = find.matches !== null;
  return (
    <div className={css.bar} role="search" aria-label={t('timeline.find')}>
      <div className={css.field}>
        <Search size={14} strokeWidth={1.75} aria-hidden />
        <span className={css.terms}>
          {find.terms.map((term, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- the same may be looked for twice
            <TermChip key={`${index} ${writeTerm(term)}`} term={term} {...editing(find, index)} />
          ))}
        </span>
        <input
          ref={inputRef}
          type="text"
          value={find.draft}
          spellCheck={false}
          autoComplete="off"
          aria-label={t('timeline.find')}
          aria-describedby={help}
          placeholder={find.terms.length === 0 ? t('timeline.findHint') : ''}
          onChange={({ target }) => find.setDraft(target.value)}
          onKeyDown={(event) => onKey(event, { find, onNext, onLeave })}
        />
        {find.isAsking && <LoaderCircle className={css.asking} size={13} strokeWidth={2} aria-hidden />}
        {isFinding && (
          <span className={css.count} role="status">
            {t(find.isPartial ? 'timeline.foundPartly' : 'timeline.found', { count: find.count })}
          </span>
        )}
        {isFinding && (
          <IconButton
            size="sm"
            icon={X}
            label={t('timeline.findClear')}
            onPress={() => {
              find.setTerms([]);
              find.setDraft('');
            }}
          />
        )}
      </div>
      <span id={help} hidden>
        {t('timeline.findHelp')}
      </span>
      <IconButton
        size="sm"
        icon={ChevronUp}
        label={t('timeline.previousMatch')}
        shortcut="⇧ N"
        isDisabled={find.count === 0}
        onPress={() => onNext(false)}
      />
      <IconButton
        size="sm"
        icon={ChevronDown}
        label={t('timeline.nextMatch')}
        shortcut="N"
        isDisabled={find.count === 0}
        onPress={() => onNext(true)}
      />
      <button
        type="button"
        className={css.toggle}
        aria-pressed={find.hides}
        title={t('timeline.onlyMatchesHint')}
        onClick={() => find.setHides(!find.hides)}
      >
        <ListFilter size={14} strokeWidth={1.75} aria-hidden />
        <span>{t('timeline.onlyMatches')}</span>
      </button>
      <FilterButton icon={Funnel} model={model} onAdd={(terms) => find.setTerms([...find.terms, ...terms])} />
      {onClose && <IconButton size="sm" icon={X} label={t('timeline.findClose')} onPress={onClose} />}
    </div>
  );
}

interface Editing {
  readonly onRemove: () => void;
  readonly onEdit: () => void;
}

function editing(find: Find, index: number): Editing {
  const without = find.terms.filter((_, at) => at !== index);
  return {
    onRemove: () => find.setTerms(without),
    onEdit: () => {
      const [term] = find.terms.slice(index);
      find.setTerms([...without, ...parseQuery(find.draft)]);
      find.setDraft(term ? writeTerm(term) : '');
    },
  };
}

function TermChip({ term, onRemove, onEdit }: Editing & { readonly term: Term }) {
  const t = useT();
  const text = writeTerm(term);
  return (
    <span className={css.chip} data-kind={term.kind} data-not={term.not || undefined}>
      <button type="button" title={t('timeline.termEdit', { term: text })} onClick={onEdit}>
        {text}
      </button>
      <button type="button" aria-label={t('timeline.termRemove', { term: text })} onClick={onRemove}>
        <X size={11} strokeWidth={2.2} aria-hidden />
      </button>
    </span>
  );
}

/** A space ends a word, unless it is in quotes. Enter enters what is there, and then goes from match to match. */
function onKey(
  event: KeyboardEvent<HTMLInputElement>,
  { find, onNext, onLeave }: { readonly find: Find } & Pick<Props, 'onNext' | 'onLeave'>,
): void {
  if (event.nativeEvent.isComposing) return;
  const { draft } = find;
  const enter = (): void => {
    find.setTerms([...find.terms, ...parseQuery(draft)]);
    find.setDraft('');
  };
  const quotes = draft.replaceAll(/\\./g, '').split('"').length - 1;
  if (
    event.key === ' ' &&
    draft.trim() !== '' &&
    quotes % 2 === 0 &&
    event.currentTarget.selectionStart === draft.length
  ) {
    event.preventDefault();
    enter();
  } else if (event.key === 'Enter') {
    event.preventDefault();
    if (draft.trim() === '') onNext(!event.shiftKey);
    else enter();
  } else if (event.key === 'Backspace' && draft === '' && find.terms.length > 0) {
    event.preventDefault();
    find.setDraft(writeTerm(find.terms.at(-1) ?? { kind: 'text', text: '', not: false }));
    find.setTerms(find.terms.slice(0, -1));
  } else if (event.key === 'Escape') {
    event.preventDefault();
    event.stopPropagation();
    onLeave();
  }
}
