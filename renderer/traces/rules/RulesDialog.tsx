import type { TraceRule } from '@sagaloom/engine/contract';
import { Plus, Route } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useT } from '../../locales/index.ts';
import { usePages } from '../../shell/pages.ts';
import { announce, Button, Dialog, EmptyState } from '../../ui/index.ts';
import { layAnew } from '../laid/show.ts';
import { askAboutTraces, type RuleDraft } from '../trace-dialogs.ts';
import { type DraftRule, draftOf, freshRule, lacks, moved, ruleOf } from './draft.ts';
import { useKnownWorkflows } from './known-workflows.ts';
import { Leftovers } from './Leftovers.tsx';
import { RuleCard } from './RuleCard.tsx';
import { loadRules, saveRules, useRules } from './rules.ts';
import { useRulesPreview } from './use-preview.ts';
import css from './RulesDialog.module.css';

interface Props {
  /** The trace to try them on; null: the one in front, where there is one. */
  readonly traceId: string | null;
  /** A rule to begin with, of a span that was looked at. */
  readonly draft: RuleDraft | null;
}

/** Which step spans are of that do not say it themselves. */
export function RulesDialog(props: Props) {
  const rules = useRules((state) => state.rules);
  useEffect(() => void loadRules(), []);
  return rules && <Editor {...props} saved={rules} />;
}

const close = (): void => askAboutTraces(null);

function Editor({ traceId, draft, saved }: Props & { readonly saved: readonly TraceRule[] }) {
  const t = useT();
  const [rules, setRules] = useState<readonly DraftRule[]>(() => [
    ...(draft ? [freshRule(draft)] : []),
    ...saved.map(draftOf),
  ]);
  const [isTold, setTold] = useState(false);
  const trace = useTraceInView(traceId);
  const workflows = useKnownWorkflows();
  const possible = useMemo(() => rules.filter((rule) => lacks(rule) === null).map(ruleOf), [rules]);
  const preview = useRulesPreview(trace?.traceId ?? null, possible, saved);
  const save = async (): Promise<void> => {
    setTold(true);
    if (possible.length < rules.length || !(await saveRules(possible))) return;
    close();
    void layAnew();
  };
  const add = (from: Partial<DraftRule>): void => setRules([...rules, freshRule(from)]);
  return (
    <Dialog
      isOpen
      isSteady
      width="lg"
      title={t('traces.rules.title')}
      closeLabel={t('shell.dismiss')}
      onClose={close}
      footer={
        <>
          <Button onPress={close}>{t('shell.cancel')}</Button>
          <Button variant="primary" onPress={() => void save()}>
            {t('traces.rules.save')}
          </Button>
        </>
      }
    >
      <p className={css.lead}>{t('traces.rules.lead')}</p>
      {rules.length === 0 ? (
        <div>
          <EmptyState icon={Route} title={t('traces.rules.none')}>
            {t('traces.rules.noneText')}
          </EmptyState>
        </div>
      ) : (
        <RuleList {...{ rules, setRules, workflows, isTold }} effects={preview?.byRule ?? null} />
      )}
      <div className={css.add}>
        <Button size="sm" icon={Plus} onPress={() => add({})}>
          {t('traces.rules.add')}
        </Button>
      </div>
      {trace && (
        <Leftovers
          traceName={trace.name}
          preview={preview}
          onTake={({ name, service }) => add({ name, service, workflow: rules.at(-1)?.workflow ?? '' })}
        />
      )}
    </Dialog>
  );
}

interface ListProps {
  readonly rules: readonly DraftRule[];
  readonly setRules: (rules: readonly DraftRule[]) => void;
  readonly workflows: ReturnType<typeof useKnownWorkflows>;
  readonly isTold: boolean;
  readonly effects: ReadonlyMap<string, { readonly spans: number; readonly names: readonly string[] }> | null;
}

function RuleList({ rules, setRules, workflows, isTold, effects }: ListProps) {
  const t = useT();
  const [dragged, setDragged] = useState<string | null>(null);
  const move = (from: number, to: number): void => {
    const next = moved(rules, from, to);
    if (next === rules) return;
    setRules(next);
    announce(t('traces.rules.movedSaid', { number: to + 1 }));
  };
  const none = { spans: 0, names: [] };
  return (
    <ol className={css.list} aria-label={t('traces.rules.title')}>
      {rules.map((rule, index) => (
        <RuleCard
          key={rule.id}
          rule={rule}
          number={index + 1}
          workflows={workflows}
          effect={effects && (effects.get(rule.id) ?? none)}
          isTold={isTold}
          onChange={(change) => setRules(rules.with(index, { ...rule, ...change }))}
          onMove={(by) => move(index, index + by)}
          onRemove={() => setRules(rules.toSpliced(index, 1))}
          drag={{
            isDragged: dragged === rule.id,
            onStart: () => setDragged(rule.id),
            onEnd: () => setDragged(null),
            onOver: () => {
              const from = rules.findIndex(({ id }) => id === dragged);
              if (from !== -1 && from !== index) move(from, index);
            },
          }}
        />
      ))}
    </ol>
  );
}

/** The one that was meant, else the one in front. */
function useTraceInView(traceId: string | null): { readonly traceId: string; readonly name: string } | null {
  const { pages, frontId } = usePages();
  const traces = pages.flatMap(({ id, page }) =>
    page.kind === 'trace' && page.trace.kind === 'stored' ? [{ id, trace: page.trace }] : [],
  );
  if (traceId !== null)
    return traces.find(({ trace }) => trace.traceId === traceId)?.trace ?? { traceId, name: traceId.slice(0, 8) };
  return traces.find(({ id }) => id === frontId)?.trace ?? traces.at(-1)?.trace ?? null;
}
