/** What is done to many runs: the question, and the jobs that the engine has in hand. They go on whether this page is open or not. */
import { type BulkAction, type BulkJob, type BulkPreview, filterOf, type RunsAsked } from '@sagaloom/engine/contract';
import { create } from 'zustand';
import { engine } from '../../rpc/index.ts';
import { attempt } from '../../shell/notices.ts';
import { load, useList } from './list.ts';
import { clearSelection, useSelection } from './selection.ts';

export interface BulkQuestion {
  readonly action: BulkAction;
  /** Null: all that match. */
  readonly runs: readonly string[] | null;
  readonly asked: RunsAsked;
  readonly preview: BulkPreview | null;
}

interface BulkState {
  readonly question: BulkQuestion | null;
  /** The last one that was started or is under way; null once it was put away. */
  readonly job: BulkJob | null;
}

export const useBulk = create<BulkState>(() => ({ question: null, job: null }));

export function askBulk(action: BulkAction): void {
  const { selected, isAll } = useSelection.getState();
  const { asked } = useList.getState();
  const question: BulkQuestion = { action, runs: isAll ? null : [...selected], asked, preview: null };
  useBulk.setState({ question });
  void attempt('runlist.bulk.failed', {}, async () => {
    const preview = await engine.runs.bulk.preview({ action, ...meant(question) });
    useBulk.setState(({ question: now }) => (now === question ? { question: { ...question, preview } } : {}));
  });
}

export function closeBulkQuestion(): void {
  useBulk.setState({ question: null });
}

function meant({ runs, asked }: BulkQuestion) {
  return runs === null ? { filter: filterOf(asked, Date.now()) } : { runs: [...runs] };
}

export async function startBulk(question: BulkQuestion, why: string): Promise<void> {
  closeBulkQuestion();
  const { action } = question;
  const job = await attempt('runlist.bulk.failed', {}, async () =>
    engine.runs.bulk.start({ action, ...meant(question), ...(why === '' ? {} : { why }) }),
  );
  if (!job) return;
  useBulk.setState({ job });
  clearSelection();
  follow(job.id);
}

export async function stopBulk(id: string): Promise<void> {
  await attempt('runlist.bulk.failed', {}, async () => engine.runs.bulk.stop({ id }));
}

export function putJobAway(): void {
  useBulk.setState({ job: null });
}

/** One that goes on since the page was last looked at, or since the engine was started anew. */
export async function findJobs(): Promise<void> {
  const jobs = await engine.runs.bulk.list().catch(() => []);
  const running = jobs.find(({ state }) => state === 'running');
  if (!running || useBulk.getState().job) return;
  useBulk.setState({ job: running });
  follow(running.id);
}

const everyMs = 400;

function follow(id: string): void {
  const look = async (): Promise<void> => {
    const job = await engine.runs.bulk.status({ id }).catch(() => null);
    if (useBulk.getState().job?.id !== id) return;
    if (job) useBulk.setState({ job });
    if (job === null || job.state === 'running') setTimeout(() => void look(), everyMs);
    else void load();
  };
  setTimeout(() => void look(), everyMs);
}
