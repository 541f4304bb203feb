import { useEffect, useRef } from 'react';
import type { Outline } from '../document/index.ts';
import { useT } from '../locales/index.ts';
import { Marked } from '../ui/index.ts';
import type { Hit } from './search.ts';
import css from './SearchBar.module.css';

interface Props {
  readonly hits: readonly Hit[];
  readonly at: number;
  readonly outline: Outline;
  readonly onGo: (index: number) => void;
  readonly onOpen: (hit: Hit) => void;
}

/** So many rows at a time, around the one it stands at. */
const shownRows = 60;

/** What was found, each with its step, its field and the words around it. A click goes there; a double click, or Enter, opens the field. */
export function HitList({ hits, at, outline, onGo, onOpen }: Props) {
  const t = useT();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  const from = Math.max(0, Math.min(at - shownRows / 2, hits.length - shownRows));
  return (
    <div ref={list} className={css.hits} role="listbox" aria-label={t('arrange.find.hits')}>
      {hits.slice(from, from + shownRows).map((hit, offset) => {
        const index = from + offset;
        return (
          <div
            key={`${hit.step ?? ''}${hit.pointer}${hit.isName ? '#' : ''}`}
            role="option"
            aria-selected={index === at}
            aria-posinset={index + 1}
            aria-setsize={hits.length}
            tabIndex={index === at ? 0 : -1}
            className={css.hit}
            onClick={() => onGo(index)}
            onDoubleClick={() => onOpen(hit)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return;
              event.preventDefault();
              event.stopPropagation();
              onOpen(hit);
            }}
          >
            <span className={css.where}>
              <strong>
                {hit.step === null ? t('arrange.find.workflow') : (outline.steps.get(hit.step)?.label ?? hit.step)}
              </strong>
              {hit.field !== '' && <span className={css.path}>{hit.field}</span>}
            </span>
            <span className={css.snippet}>
              <Marked text={hit.snippet} ranges={[[hit.at, hit.at + hit.length]]} />
            </span>
          </div>
        );
      })}
    </div>
  );
}
