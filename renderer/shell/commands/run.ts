import type { RunView } from '@sagaloom/engine/core';
import { CirclePause, CirclePlay, CircleStop, GitCompareArrows, Play, Rocket, Send, X } from 'lucide-react';
import { askToCompare } from '../../compare/ask.ts';
import { askAbout, pauseRun, resumeRun } from '../../runs/actions/question.ts';
import { attachedRun, closeRunBar } from '../../runs/attached.ts';
import { askToCancel, shortId } from '../../runs/cancel.ts';
import { useOpenRuns } from '../../runs/open-runs.ts';
import { askToRun } from '../../runs/run-dialog.ts';
import { isOpen } from '../../runs/status.ts';
import { deployDocument } from '../../triggers/index.ts';
import { runExample } from '../shop/example.ts';
import { type AppCommand, hasFile, withActive } from './command.ts';

const hasRun = (): boolean => attachedRun() !== null;
/** The run on the tab in front, as it is now. */
const shownRun = (): RunView | null => useOpenRuns.getState().runs[attachedRun() ?? '']?.head ?? null;
const isRunOpen = (): boolean => {
  const run = shownRun();
  return run !== null && isOpen(run.status);
};
const withRun = (work: (runId: string) => unknown) => (): void => {
  const runId = attachedRun();
  if (runId !== null) void work(runId);
};

export const runCommands: readonly AppCommand[] = [
  {
    id: 'run',
    title: 'runs.runWorkflow',
    icon: Play,
    keys: '$mod+Enter',
    isEnabled: hasFile,
    run: withActive(askToRun),
  },
  {
    id: 'cancelRun',
    title: 'runs.cancel.title',
    icon: CircleStop,
    isEnabled: hasRun,
    run: () => askToCancel(attachedRun()),
  },
  {
    id: 'pauseRun',
    title: 'runs.pause.do',
    icon: CirclePause,
    isEnabled: () => isRunOpen() && shownRun()?.paused === false,
    run: withRun(pauseRun),
  },
  {
    id: 'resumeRun',
    title: 'runs.resume.do',
    icon: CirclePlay,
    isEnabled: () => isRunOpen() && shownRun()?.paused === true,
    run: withRun(resumeRun),
  },
  {
    id: 'signalRun',
    title: 'runs.signal.button',
    icon: Send,
    isEnabled: isRunOpen,
    run: withRun((runId) => askAbout({ kind: 'signal', runId })),
  },
  {
    id: 'compareRun',
    title: 'compare.runWith',
    icon: GitCompareArrows,
    isEnabled: () => shownRun() !== null,
    run: () => {
      const run = shownRun();
      if (!run) return;
      const name = `${run.workflow} ${shortId(run.runId)}`;
      askToCompare({ kind: 'run', runId: run.runId, name }, run.workflow);
    },
  },
  { id: 'closeRun', title: 'runs.bar.close', icon: X, isEnabled: hasRun, run: withActive(closeRunBar) },
  { id: 'deploy', title: 'triggers.deploy.do', icon: Rocket, isEnabled: hasFile, run: withActive(deployDocument) },
  { id: 'runExample', title: 'shell.welcome.run', icon: Play, run: () => void runExample() },
];
