import { useT } from '../locales/index.ts';
import { PanelState } from '../shell/PanelState.tsx';
import { openPage, type Page, replacePage, type TraceRef } from '../shell/pages.ts';
import { GitCompareArrows } from 'lucide-react';
import { askForOther } from './ask.ts';
import { CompareView } from './CompareView.tsx';
import css from './Compare.module.css';
import { isSameTrace, type SideState, useSide } from './side.ts';
import { Sides } from './Sides.tsx';
import { useComparison } from './use-comparison.ts';

interface Props {
  readonly left: TraceRef;
  readonly right: TraceRef;
}

/** Two runs or traces side by side, step by step: A on the left of every pair, B on the right. */
export function ComparePage({ left, right }: Props) {
  const t = useT();
  const [a, b] = [useSide(left), useSide(right)];
  const page: Page = { kind: 'compare', left, right };
  const { comparison, problem } = useComparison(a.side, b.side);
  const reload = (): void => {
    a.reload();
    b.reload();
  };
  return (
    <section className={css.page} aria-label={t('compare.title', { left: left.name, right: right.name })}>
      <Sides
        left={left}
        right={right}
        sides={[a.side, b.side]}
        onSwap={() => replacePage(page, { kind: 'compare', left: right, right: left })}
        onChoose={(which) =>
          askForOther({
            trace: which === 'left' ? right : left,
            workflow: a.side?.workflow ?? b.side?.workflow ?? null,
            stays: which === 'left' ? 'right' : 'left',
            instead: page,
          })
        }
        onOpen={(trace) => openPage({ kind: 'trace', trace })}
        onReload={reload}
      />
      {comparison && a.side && b.side ? (
        <CompareView comparison={comparison} sides={[a.side, b.side]} isSame={isSameTrace(left, right)} />
      ) : (
        <PanelState
          phase={a.problem !== null || b.problem !== null || problem !== null ? 'broken' : 'loading'}
          problem={problem ?? problemsOf([left, right], [a, b])}
          onRetry={async () => reload()}
          icon={GitCompareArrows}
          title=""
          text=""
        />
      )}
    </section>
  );
}

function problemsOf(refs: readonly TraceRef[], states: readonly SideState[]): string {
  return states
    .flatMap(({ problem }, at) => (problem === null ? [] : [`${refs[at]?.name ?? ''}: ${problem}`]))
    .join('\n');
}
