import { ChartGantt, FileUp, Hash, RadioTower, Route, Workflow } from 'lucide-react';
import { attachedRun } from '../../runs/attached.ts';
import { shortId } from '../../runs/cancel.ts';
import { useOpenRuns } from '../../runs/open-runs.ts';
import { pickTraceFiles } from '../../traces/import/pick.ts';
import { showOnDrawing } from '../../traces/laid/show.ts';
import { toggleReceiver } from '../../traces/receiver.ts';
import { askAboutTraces } from '../../traces/trace-dialogs.ts';
import { useDocuments } from '../../document/index.ts';
import { openPage, type TraceRef, usePages } from '../pages.ts';
import type { AppCommand } from './command.ts';

/** The run on the drawing in front, as a trace. */
function runInFront(): TraceRef | null {
  const runId = attachedRun();
  if (runId === null) return null;
  const workflow = useOpenRuns.getState().runs[runId]?.head?.workflow ?? '';
  return { kind: 'run', runId, name: `${workflow} ${shortId(runId)}`.trim() };
}

/** The trace whose page is in front. */
function traceInFront(): TraceRef | null {
  const { pages, frontId } = usePages.getState();
  const page = pages.find(({ id }) => id === frontId)?.page;
  return page?.kind === 'trace' && useDocuments.getState().activeId === null ? page.trace : null;
}

export const traceCommands: readonly AppCommand[] = [
  { id: 'importTraces', title: 'traces.import.do', icon: FileUp, run: pickTraceFiles },
  {
    id: 'openTrace',
    title: 'traces.byId.title',
    icon: Hash,
    keys: '$mod+Alt+o',
    run: () => askAboutTraces({ kind: 'byId' }),
  },
  {
    id: 'runTrace',
    title: 'traces.openRun',
    icon: ChartGantt,
    isEnabled: () => runInFront() !== null,
    run: () => {
      const trace = runInFront();
      if (trace) openPage({ kind: 'trace', trace });
    },
  },
  {
    id: 'traceOnDrawing',
    title: 'traces.showOnDrawing',
    icon: Workflow,
    isEnabled: () => traceInFront() !== null,
    run: () => {
      const trace = traceInFront();
      if (trace) void showOnDrawing(trace);
    },
  },
  { id: 'receiver', title: 'traces.receiver.toggle', icon: RadioTower, run: () => void toggleReceiver() },
  {
    id: 'traceRules',
    title: 'traces.rules.edit',
    icon: Route,
    run: () => askAboutTraces({ kind: 'rules', traceId: null, draft: null }),
  },
];
