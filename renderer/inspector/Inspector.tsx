import { CopyPlus, MousePointer2, Trash2, TriangleAlert, Unlink } from 'lucide-react';
import { duplicate } from '../canvas/actions/copies.ts';
import { disconnectSteps, remove } from '../canvas/actions/edit.ts';
import { originOf } from '../canvas/scene/ids.ts';
import { portLabel } from '../canvas/scene/ports.ts';
import { isBroken, type OpenDocument, outlineOf, targetOf, useActiveDocument } from '../document/index.ts';
import { type Translate, useT } from '../locales/index.ts';
import { showText, useTextView } from '../text/text-view.ts';
import { Button, EmptyState } from '../ui/index.ts';
import { DataProvider } from './expressions/data/DataProvider.tsx';
import { StepInspector } from './StepInspector.tsx';
import { WorkflowInspector } from './WorkflowInspector.tsx';
import css from './Inspector.module.css';

/** What is selected, as forms: a step, a connection, or the workflow itself. */
export function Inspector() {
  const t = useT();
  const open = useActiveDocument();
  return (
    <div className={css.inspector} data-inspector role="region" aria-label={t('inspector.label')}>
      {open ? (
        <DataProvider open={open}>
          {isBroken(open) && <WhyReadOnly />}
          <Selected open={open} />
        </DataProvider>
      ) : (
        <EmptyState icon={MousePointer2} title={t('inspector.nothing')} />
      )}
    </div>
  );
}

/** The fields say what could last be read; they write nothing over a text that cannot be. */
function WhyReadOnly() {
  const t = useT();
  const isShown = useTextView(({ mode }) => mode !== 'off');
  return (
    <div className={css.why} role="note">
      <TriangleAlert size={15} strokeWidth={2} aria-hidden />
      <span>{t('text.brokenFields')}</span>
      {!isShown && (
        <Button size="sm" onPress={showText}>
          {t('text.showText')}
        </Button>
      )}
    </div>
  );
}

function Selected({ open }: { readonly open: OpenDocument }) {
  const { steps, edge } = open.selection;
  const outline = outlineOf(open.document);
  const entry = steps.length === 1 ? outline.steps.get(steps[0] ?? '') : undefined;
  if (entry) return <StepInspector key={`${open.id}:${entry.id}`} open={open} entry={entry} />;
  if (steps.length > 1) return <Several open={open} />;
  const connection = edge === null ? null : connectionWords(open, edge);
  return connection && edge !== null ? (
    <Connection open={open} edge={edge} {...connection} />
  ) : (
    <WorkflowInspector key={open.id} open={open} />
  );
}

function Several({ open }: { readonly open: OpenDocument }) {
  const t = useT();
  const { steps } = open.selection;
  return (
    <EmptyState
      title={t('inspector.several', { count: steps.length })}
      action={
        !open.readOnly && (
          <>
            <Button icon={CopyPlus} onPress={() => duplicate(open.id, steps)}>
              {t('canvas.menu.duplicate')}
            </Button>
            <Button icon={Trash2} onPress={() => remove(open.id, steps)}>
              {t('canvas.menu.remove')}
            </Button>
          </>
        )
      }
    />
  );
}

interface Words {
  readonly from: string;
  readonly to: string;
  readonly port: ((t: Translate) => string) | null;
}

function Connection({ open, edge, from, to, port }: Words & { readonly open: OpenDocument; readonly edge: string }) {
  const t = useT();
  const origin = originOf(edge);
  return (
    <EmptyState
      title={t('inspector.connection', { from, to })}
      action={
        !open.readOnly &&
        origin && (
          <Button icon={Unlink} onPress={() => disconnectSteps(open.id, origin)}>
            {t('canvas.menu.disconnect')}
          </Button>
        )
      }
    >
      {port?.(t)}
    </EmptyState>
  );
}

function connectionWords({ document }: OpenDocument, edge: string): Words | null {
  const { steps, blocks } = outlineOf(document);
  const origin = originOf(edge);
  if (!origin) return null;
  if (origin.kind === 'start') {
    const first = steps.get(blocks.get(origin.block)?.start ?? '');
    return first ? { from: '●', to: first.label, port: null } : null;
  }
  const source = steps.get(origin.step);
  const target = source && steps.get(targetOf(source.step, origin.port) ?? '');
  return source && target
    ? { from: source.label, to: target.label, port: (t) => portLabel(source, origin.port, t) }
    : null;
}
