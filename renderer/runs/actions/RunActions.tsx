import { lastOfLife, type RunView } from '@sagaloom/engine/core';
import {
  ArrowRight,
  ChartGantt,
  CirclePause,
  CirclePlay,
  CircleQuestionMark,
  CircleStop,
  Ellipsis,
  FileDiff,
  GitBranch,
  GitCompareArrows,
  PencilLine,
  RotateCcw,
  Send,
} from 'lucide-react';
import { askToCompare } from '../../compare/ask.ts';
import { findDocument, printDocument } from '../../document/index.ts';
import { type Translate, useT } from '../../locales/index.ts';
import { openPage } from '../../shell/pages.ts';
import { isPinned } from '../../shell/pinned.ts';
import { IconButton, MenuButton, type MenuEntry } from '../../ui/index.ts';
import { askToCancel, shortId } from '../cancel.ts';
import type { OpenRun } from '../open-runs.ts';
import { showRun } from '../show-run.ts';
import { isOpen } from '../status.ts';
import { messagesOf } from './messages.ts';
import { askAbout, pauseRun, resumeRun } from './question.ts';

interface Props {
  readonly run: OpenRun;
  readonly head: RunView;
  readonly tab: string;
}

/** What can be done with the run that is shown: the everyday things at hand, the rest in a menu. */
export function RunActions({ run, head, tab }: Props) {
  const t = useT();
  const { runId } = run;
  const open = isOpen(head.status);
  const canReceive = open && messagesOf(run.definition, 'signal').size > 0;
  return (
    <>
      {open && !head.paused && (
        <IconButton label={t('runs.pause.do')} icon={CirclePause} size="sm" onPress={() => void pauseRun(runId)} />
      )}
      {open && head.paused && (
        <IconButton label={t('runs.resume.do')} icon={CirclePlay} size="sm" onPress={() => void resumeRun(runId)} />
      )}
      {canReceive && (
        <IconButton
          label={t('runs.signal.button')}
          icon={Send}
          size="sm"
          onPress={() => askAbout({ kind: 'signal', runId })}
        />
      )}
      {open && (
        <IconButton label={t('runs.cancel.title')} icon={CircleStop} size="sm" onPress={() => askToCancel(runId)} />
      )}
      {head.next !== null && (
        <IconButton
          label={t('runs.next', { id: shortId(head.next) })}
          icon={ArrowRight}
          size="sm"
          onPress={() => void showRun(head.next ?? runId)}
        />
      )}
      <MenuButton label={t('runs.more')} entries={entriesOf({ run, head, tab }, t)} placement="bottom end">
        <IconButton label={t('runs.more')} icon={Ellipsis} size="sm" />
      </MenuButton>
    </>
  );
}

function entriesOf({ run, head, tab }: Props, t: Translate): readonly MenuEntry[] {
  const { runId, definition, moment, events } = run;
  const open = isOpen(head.status);
  const at = Math.min(moment ?? Infinity, lastOfLife(events)); // what is at its end follows from what was before
  const drawn = open && !isPinned(tab) ? findDocument(tab)?.document : undefined;
  const message = (kind: 'signal' | 'query' | 'update', icon: typeof Send): MenuEntry => ({
    id: kind,
    label: t(`runs.${kind}.button`),
    icon,
    disabled: (!open && kind !== 'query') || (kind !== 'signal' && messagesOf(definition, kind).size === 0),
    onAction: () => askAbout({ kind, runId }),
  });
  return [
    message('signal', Send),
    message('query', CircleQuestionMark),
    message('update', PencilLine),
    { id: 'line', separator: true },
    {
      id: 'trace',
      label: t('traces.openRun'),
      icon: ChartGantt,
      onAction: () =>
        openPage({ kind: 'trace', trace: { kind: 'run', runId, name: `${head.workflow} ${shortId(runId)}` } }),
    },
    {
      id: 'compare',
      label: t('compare.with'),
      icon: GitCompareArrows,
      onAction: () => askToCompare({ kind: 'run', runId, name: `${head.workflow} ${shortId(runId)}` }, head.workflow),
    },
    {
      id: 'fork',
      label: t('runs.fork.button', { seq: at }),
      icon: GitBranch,
      onAction: () => askAbout({ kind: 'fork', runId, to: at }),
    },
    {
      id: 'reset',
      label: t('runs.reset.button', { seq: at }),
      icon: RotateCcw,
      disabled: head.next !== null,
      onAction: () => askAbout({ kind: 'reset', runId, to: at, isOver: !open }),
    },
    {
      id: 'migrate',
      label: t('runs.migrate.button'),
      icon: FileDiff,
      disabled: drawn === undefined,
      onAction: () => {
        if (drawn) askAbout({ kind: 'migrate', runId, document: printDocument(drawn) });
      },
    },
  ];
}
