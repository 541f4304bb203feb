import type { RunSummary, SystemInfo } from '@sagaloom/engine/contract';
import { create } from 'zustand';
import { loadActivities, setActivities } from '../activities/index.ts';
import {
  engine,
  keepOpen,
  useConnection,
  watchActivities,
  watchChanges,
  watchFiles,
  watchTraces,
} from '../rpc/index.ts';
import { loadAttention } from '../runs/attention.ts';
import { tellRunChanged } from '../runs/changed.ts';
import { loadRuns, runChanged } from '../runs/run-list.ts';
import { noteTraces } from '../traces/kept.ts';
import { loadDemo } from './shop/demo.ts';
import { noteFiles, noteNoFiles } from './files/workspace.ts';

interface EngineInfoState {
  readonly info: SystemInfo | null;
}

export const useEngineInfo = create<EngineInfoState>(() => ({ info: null }));

/** Connects, and from then on keeps what the screen knows of the engine in step with it. */
export function startSync(signal: AbortSignal): void {
  void keepOpen(signal);
  useConnection.subscribe(({ epoch }, before) => {
    if (epoch !== before.epoch) void readAll();
  });
  void watchChanges(noteChange, signal);
  void watchActivities(setActivities, signal);
  void watchFiles(noteFiles, noteNoFiles, signal);
  void watchTraces(noteTraces, signal);
}

/** Files and traces are told of by themselves, at once and after each lost line. */
async function readAll(): Promise<void> {
  await Promise.all([loadInfo(), quietly(loadActivities), loadRuns(), loadAttention(), loadDemo()]);
}

async function loadInfo(): Promise<void> {
  await quietly(async () => useEngineInfo.setState({ info: await engine.system.info() }));
}

const settleMs = 150;
let pending: ReturnType<typeof setTimeout> | null = null;

/** Runs change many times a second; counts are read once they pause. */
function noteChange(run: RunSummary): void {
  runChanged(run);
  tellRunChanged(run);
  pending ??= setTimeout(() => {
    pending = null;
    void loadInfo();
    void loadAttention();
    void loadDemo();
  }, settleMs);
}

/** Read again at the next change or the next line; the status line says when there is none. */
async function quietly(work: () => Promise<void>): Promise<void> {
  await work().catch(() => undefined);
}
