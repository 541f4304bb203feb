import { type ReactNode, useState } from 'react';
import { useT } from '../locales/index.ts';
import css from './AddMenu.module.css';

/** An entry of a list that is searched by typing. */
export interface Pick {
  readonly id: string;
  readonly heading: string;
  readonly label: ReactNode;
  readonly about: string;
  readonly picture: ReactNode;
  readonly take: () => void;
}

interface Props {
  readonly label: string;
  readonly placeholder: string;
  readonly none: string;
  readonly find: (sought: string) => readonly Pick[];
}

/** A field and what it finds: typing narrows it, arrows and Enter take. */
export function PickList({ label, placeholder, none, find }: Props) {
  const t = useT();
  const [sought, setSought] = useState('');
  const [index, setIndex] = useState(0);
  const picks = find(sought);
  const current = picks[Math.min(index, picks.length - 1)];
  const go = (to: number): void => {
    const next = Math.max(0, Math.min(picks.length - 1, to));
    setIndex(next);
    document.querySelector(`#pick-${next}`)?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <>
      <input
        // It opened because one of them is wanted: typing finds it.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        className={css.search}
        role="combobox"
        aria-expanded
        aria-controls="pick-items"
        aria-activedescendant={current ? `pick-${picks.indexOf(current)}` : undefined}
        aria-label={placeholder}
        placeholder={placeholder}
        value={sought}
        onChange={(event) => {
          setSought(event.target.value);
          setIndex(0);
        }}
        onKeyDown={(event) => {
          const ways: Readonly<Record<string, number>> = {
            ArrowDown: index + 1,
            ArrowUp: index - 1,
            PageDown: index + 8,
            PageUp: index - 8,
          };
          const to = ways[event.key];
          if (to !== undefined) {
            event.preventDefault();
            go(to);
          }
          if (event.key === 'Enter' && current && !event.nativeEvent.isComposing) {
            event.preventDefault();
            current.take();
          }
        }}
      />
      <div id="pick-items" role="listbox" aria-label={label} className={css.items}>
        {picks.map((pick, at) => (
          <PickRow
            key={pick.id}
            pick={pick}
            at={at}
            isCurrent={pick === current}
            heading={pick.heading !== picks[at - 1]?.heading ? pick.heading : ''}
            onPoint={() => setIndex(at)}
          />
        ))}
      </div>
      {picks.length === 0 && <p className={css.none}>{none}</p>}
      <p className="visually-hidden" role="status">
        {t('arrange.pick.count', { count: picks.length })}
      </p>
    </>
  );
}

interface RowProps {
  readonly pick: Pick;
  readonly at: number;
  readonly isCurrent: boolean;
  readonly heading: string;
  readonly onPoint: () => void;
}

function PickRow({ pick, at, isCurrent, heading, onPoint }: RowProps) {
  return (
    <>
      {heading !== '' && (
        <div className={css.heading} role="presentation">
          {heading}
        </div>
      )}
      <div
        id={`pick-${at}`}
        role="option"
        tabIndex={-1}
        aria-selected={isCurrent}
        className={css.item}
        onPointerMove={onPoint}
        onClick={pick.take}
        onKeyDown={(event) => {
          if (event.key === 'Enter') pick.take();
        }}
      >
        {pick.picture}
        <span className={css.words}>
          <span className={css.name}>{pick.label}</span>
          <small className={css.about} title={pick.about}>
            {pick.about}
          </small>
        </span>
      </div>
    </>
  );
}
