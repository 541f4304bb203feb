import { CaseSensitive, ChevronDown, ChevronUp, Regex, Replace, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { ToggleButton } from 'react-aria-components';
import { clearMarks, setMarks } from '../canvas/marks.ts';
import { drawnAs, editDocument, outlineOf, reveal, select, useDocuments } from '../document/index.ts';
import { translate as t, type Translate, useT } from '../locales/index.ts';
import { Button, cx, IconButton, toast, Tooltip } from '../ui/index.ts';
import { HitList } from './HitList.tsx';
import { canReplaceHit, type Found, type Hit, type Query, replaceIn, searchIn } from './search.ts';
import { endSearch, useSearching } from './state.ts';
import css from './SearchBar.module.css';

interface Props {
  readonly documentId: string;
  readonly bring: (step: string) => void;
  readonly readOnly: boolean;
}

/** Search over the steps and all their fields; what is found is lit on the drawing. */
export function SearchBar(props: Props) {
  const isOpen = useSearching(({ documentId }) => documentId === props.documentId);
  return isOpen ? <Search {...props} /> : null;
}

const noHits: readonly Hit[] = [];

function Search({ documentId, bring, readOnly }: Props) {
  const t = useT();
  const field = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState<Query>({ text: '', matchCase: false, isPattern: false });
  const [index, setIndex] = useState(0);
  const [replacement, setReplacement] = useState<string | null>(null);
  const document = useDocuments(({ documents }) => documents.find(({ id }) => id === documentId)?.document);
  const found = useMemo(() => searchIn(document ?? {}, query), [document, query]);
  const hits = found.ok ? found.hits : noHits;
  const at = Math.min(index, Math.max(0, hits.length - 1));
  const hit = hits[at];
  useCursor(field);
  useLit(documentId, document, query.text === '' ? null : hits, hit, bring);
  const go = (by: number): void => {
    if (hits.length > 0) setIndex((at + by + hits.length) % hits.length);
  };
  const open = (chosen: Hit | undefined): void => {
    if (chosen) reveal(documentId, chosen.step, chosen.pointer);
  };
  const ask = (more: Partial<Query>): void => {
    setQuery({ ...query, ...more });
    setIndex(0);
  };
  const onKeyDown = keysOf({ go, open: () => open(hit), close: () => close(documentId, hit) });
  return (
    // The keys of the search work in all of it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div className={css.search} role="search" aria-label={t('arrange.find.title')} onKeyDown={onKeyDown}>
      <div className={css.row}>
        <input
          ref={field}
          data-sought
          className={css.field}
          type="text"
          aria-label={t('arrange.find.title')}
          placeholder={t('arrange.find.placeholder')}
          aria-invalid={!found.ok || undefined}
          value={query.text}
          spellCheck={false}
          onChange={(event) => ask({ text: event.target.value })}
        />
        <span className={css.count} role="status">
          {countWords(found, query, at, t)}
        </span>
        <Toggle
          label={t('arrange.find.case')}
          icon={CaseSensitive}
          isOn={query.matchCase}
          onChange={(matchCase) => ask({ matchCase })}
        />
        <Toggle
          label={t('arrange.find.pattern')}
          icon={Regex}
          isOn={query.isPattern}
          onChange={(isPattern) => ask({ isPattern })}
        />
        <IconButton
          size="sm"
          label={t('arrange.find.previous')}
          shortcut="Shift F3"
          icon={ChevronUp}
          isDisabled={hits.length === 0}
          onPress={() => go(-1)}
        />
        <IconButton
          size="sm"
          label={t('arrange.find.next')}
          shortcut="F3"
          icon={ChevronDown}
          isDisabled={hits.length === 0}
          onPress={() => go(1)}
        />
        {!readOnly && (
          <Toggle
            label={t('arrange.find.replace')}
            icon={Replace}
            isOn={replacement !== null}
            onChange={(isOn) => setReplacement(isOn ? '' : null)}
          />
        )}
        <IconButton
          size="sm"
          label={t('arrange.find.close')}
          shortcut="Esc"
          icon={X}
          onPress={() => close(documentId, hit)}
        />
      </div>
      {replacement !== null && (
        <ReplaceRow
          value={replacement}
          onChange={setReplacement}
          count={hits.filter(canReplaceHit).length}
          canOne={hit !== undefined && canReplaceHit(hit)}
          onOne={() => hit && replace(documentId, [hit], query, replacement)}
          onAll={() => replace(documentId, hits, query, replacement)}
        />
      )}
      {query.text !== '' && hits.length > 0 && (
        <HitList hits={hits} at={at} outline={outlineOf(document ?? {})} onGo={setIndex} onOpen={open} />
      )}
      <p className="visually-hidden">{t('arrange.find.help')}</p>
    </div>
  );
}

interface Ways {
  readonly go: (by: number) => void;
  readonly open: () => void;
  readonly close: () => void;
}

/** Enter and F3 go on, with Shift back; Alt and Enter opens the field. */
function keysOf({ go, open, close: end }: Ways) {
  return (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const isField = event.target instanceof HTMLElement && event.target.dataset['sought'] !== undefined;
    if (event.key === 'Escape') end();
    else if (event.key === 'Enter' && isField && event.altKey) open();
    else if (event.key === 'ArrowDown' && isField) go(1);
    else if (event.key === 'ArrowUp' && isField) go(-1);
    else if (event.key === 'F3' || (event.key === 'Enter' && isField)) go(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}

function replace(id: string, chosen: readonly Hit[], sought: Query, by: string): void {
  let count = 0;
  const places = chosen.filter(canReplaceHit).length;
  editDocument(id, { kind: 'replaceText', count: places }, (draft) => {
    count = replaceIn(draft, chosen, sought, by);
  });
  toast(() => t('arrange.find.replaced', { count }));
}

function countWords(found: Found, { text }: Query, at: number, say: Translate): string {
  if (!found.ok) return say('arrange.find.badPattern');
  if (text === '') return '';
  const count = found.hits.length;
  return count === 0 ? say('arrange.find.none') : say('arrange.find.count', { at: at + 1, count });
}

function close(documentId: string, hit: Hit | undefined): void {
  endSearch();
  if (hit?.step != null) select(documentId, { steps: [hit.step] });
  window.document.querySelector<HTMLElement>('[data-drawing]')?.focus({ preventScroll: true });
}

/** The field takes the cursor whenever the search is asked for. */
function useCursor(field: { readonly current: HTMLInputElement | null }): void {
  const count = useSearching((state) => state.count);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, [count, field]);
}

/** On the drawing: what is found is ringed, the one it stands at more so, all else stands back. */
function useLit(
  documentId: string,
  document: Parameters<typeof outlineOf>[0] | undefined,
  hits: readonly Hit[] | null,
  hit: Hit | undefined,
  bring: (step: string) => void,
): void {
  const outline = outlineOf(document ?? {});
  const target = hit?.step == null ? null : drawnAs(outline, hit.step);
  useEffect(() => {
    if (hits === null) clearMarks();
    else {
      const steps = hits.flatMap(({ step }) => (step === null ? [] : [drawnAs(outline, step)]));
      setMarks({ lit: new Set(steps), target, ringed: true });
    }
  }, [hits, outline, target]);
  useEffect(() => {
    if (target !== null) bring(target);
  }, [bring, target]);
  useEffect(() => clearMarks, [documentId]);
}

interface ToggleProps {
  readonly label: string;
  readonly icon: typeof Regex;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

function Toggle({ label, icon: Icon, isOn, onChange }: ToggleProps) {
  return (
    <Tooltip label={label}>
      <ToggleButton className={cx(css.toggle)} aria-label={label} isSelected={isOn} onChange={onChange}>
        <Icon size={15} strokeWidth={1.75} aria-hidden />
      </ToggleButton>
    </Tooltip>
  );
}

interface ReplaceProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly count: number;
  readonly canOne: boolean;
  readonly onOne: () => void;
  readonly onAll: () => void;
}

function ReplaceRow({ value, onChange, count, canOne, onOne, onAll }: ReplaceProps) {
  const t = useT();
  return (
    <div className={css.row}>
      <input
        className={css.field}
        aria-label={t('arrange.find.by')}
        placeholder={t('arrange.find.by')}
        value={value}
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
      />
      <Button size="sm" isDisabled={!canOne} onPress={onOne}>
        {t('arrange.find.replaceOne')}
      </Button>
      <Button size="sm" isDisabled={count === 0} onPress={onAll}>
        {t('arrange.find.replaceAll', { count })}
      </Button>
    </div>
  );
}
