import { ChevronDown, ChevronUp, GitCompare, X } from 'lucide-react';
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { TabPanel, Tabs } from 'react-aria-components';
import { findDocument, type OpenDocument } from '../document/index.ts';
import { useT } from '../locales/index.ts';
import { titleOf } from '../shell/files/files.ts';
import { explain } from '../shell/notices.ts';
import { EmptyState, IconButton, Switch, Tab, TabList } from '../ui/index.ts';
import { DiffCanvas } from './DiffCanvas.tsx';
import { DiffFields } from './DiffFields.tsx';
import { DiffList } from './DiffList.tsx';
import type { TextSteps } from './DiffText.tsx';
import { type Diff, diffOf } from './diff-of.ts';
import { closeDiff, type Version } from './diff-state.ts';
import { isOfDrawing, namesOf, stepOf } from './looks.ts';
import { unionOf } from './union-of.ts';
import { VersionSelect } from './VersionSelect.tsx';
import { compared, type Compared } from './versions.ts';
import css from './DiffView.module.css';

const DiffText = lazy(async () => ({ default: (await import('./DiffText.tsx')).DiffText }));

interface Props {
  readonly documentId: string;
  readonly version: Version;
}

type View = 'drawing' | 'text';

/** Two versions of a file, told apart: as a drawing of both, as a list, as text. */
export function DiffView({ documentId, version }: Props) {
  const t = useT();
  const [open] = useState(() => findDocument(documentId));
  const { both, problem } = useCompared(open, version);
  const [wanted, setView] = useState<View>('drawing');
  const [withPlaces, setWithPlaces] = useState(false);
  const [chosen, setChosen] = useState<number | null>(null);
  const texts = useRef<TextSteps>(null);
  const documents = both?.documents ?? null;
  const view: View = both && !documents ? 'text' : wanted;
  const diff = useMemo((): Diff | null => documents && diffOf(...documents), [documents]);
  const listed = useMemo(
    () => (diff ? diff.differences.filter((each) => withPlaces || !isOfDrawing(each)) : []),
    [diff, withPlaces],
  );
  const go = (way: 'next' | 'previous'): void => {
    if (view === 'text') texts.current?.go(way);
    else if (listed.length > 0) {
      const from = chosen ?? (way === 'next' ? -1 : listed.length);
      setChosen((from + (way === 'next' ? 1 : -1) + listed.length) % listed.length);
    }
  };
  useStepKeys(go);
  if (!open) return null;
  return (
    <Tabs
      className={css.view ?? ''}
      selectedKey={view}
      onSelectionChange={(key) => setView(key === 'text' ? 'text' : 'drawing')}
    >
      <header className={css.header}>
        <GitCompare size={16} strokeWidth={1.75} aria-hidden />
        <h2 className={css.title}>{t('diff.title', { name: titleOf(open) })}</h2>
        <VersionSelect open={open} version={version} />
        <TabList aria-label={t('diff.view')}>
          <Tab id="drawing" isDisabled={both !== null && !documents}>
            {t('diff.drawing')}
          </Tab>
          <Tab id="text">{t('diff.text')}</Tab>
        </TabList>
        <span className={css.gap} />
        <Switch
          label={t('diff.alsoMoved')}
          isSelected={withPlaces}
          onChange={(next) => {
            setWithPlaces(next);
            setChosen(null);
          }}
        />
        <IconButton icon={ChevronUp} label={t('diff.previous')} shortcut="Shift F7" onPress={() => go('previous')} />
        <IconButton icon={ChevronDown} label={t('diff.next')} shortcut="F7" onPress={() => go('next')} />
        <IconButton icon={X} label={t('diff.close')} shortcut="Esc" onPress={closeDiff} />
      </header>
      {!both && (
        <EmptyState icon={GitCompare} title={t(problem === null ? 'diff.loading' : 'diff.cannotRead')}>
          {problem ?? ''}
        </EmptyState>
      )}
      <TabPanel id="text" className={css.panel ?? ''}>
        {both && (
          <Suspense>
            <div className={css.texts}>
              {!documents && <p className={css.note}>{t('diff.notJson')}</p>}
              <DiffText ref={texts} texts={both.texts} isNarrow={window.innerWidth < 900} />
            </div>
          </Suspense>
        )}
      </TabPanel>
      <TabPanel id="drawing" className={css.panel ?? ''}>
        {documents && diff && both && (
          <Drawn
            key={JSON.stringify(version)}
            documents={documents}
            texts={both.texts}
            diff={{ ...diff, differences: listed }}
            isOnlyMoved={listed.length === 0 && diff.differences.length > 0}
            chosen={chosen}
            onChoose={setChosen}
          />
        )}
      </TabPanel>
    </Tabs>
  );
}

/** The keys are the view's, wherever the focus is. */
function useStepKeys(go: (way: 'next' | 'previous') => void): void {
  const latest = useRef(go);
  useEffect(() => {
    latest.current = go;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.key !== 'F7') return;
      event.preventDefault();
      latest.current(event.shiftKey ? 'previous' : 'next');
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}

interface DrawnProps {
  readonly documents: NonNullable<Compared['documents']>;
  readonly texts: Compared['texts'];
  readonly diff: Diff;
  readonly isOnlyMoved: boolean;
  readonly chosen: number | null;
  readonly onChoose: (index: number | null) => void;
}

function Drawn({ documents, texts, diff, isOnlyMoved, chosen, onChoose }: DrawnProps) {
  const t = useT();
  const names = useMemo(() => namesOf(documents, t), [documents, t]);
  const union = useMemo(() => unionOf(...documents, diff), [documents, diff]);
  const { differences } = diff;
  const difference = chosen === null ? null : (differences[chosen] ?? null);
  if (differences.length === 0) {
    const why = isOnlyMoved ? 'diff.onlyMoved' : texts[0] === texts[1] ? 'diff.noneText' : 'diff.onlyWritten';
    return (
      <EmptyState icon={GitCompare} title={t('diff.none')}>
        {t(why)}
      </EmptyState>
    );
  }
  return (
    <div className={css.body}>
      <aside className={css.side}>
        <p className={css.count}>{t('diff.count', { count: differences.length })}</p>
        <DiffList differences={differences} names={names} chosen={chosen} onChoose={onChoose} />
      </aside>
      <div className={css.middle}>
        <DiffCanvas
          union={union}
          differences={differences}
          chosen={difference && stepOf(difference, diff)}
          onChoose={(step) => {
            const at = differences.findIndex((each) => stepOf(each, diff) === step);
            if (at >= 0) onChoose(at);
          }}
        />
        <DiffFields difference={difference} names={names} />
      </div>
    </div>
  );
}

function useCompared(open: OpenDocument | null, version: Version) {
  const [state, setState] = useState<{ readonly both: Compared | null; readonly problem: string | null }>({
    both: null,
    problem: null,
  });
  useEffect(() => {
    let isWanted = true;
    setState({ both: null, problem: null });
    if (open) {
      compared(open, version).then(
        (both) => isWanted && setState({ both, problem: null }),
        (error: unknown) => isWanted && setState({ both: null, problem: explain(error) }),
      );
    }
    return () => {
      isWanted = false;
    };
  }, [open, version]);
  return state;
}
