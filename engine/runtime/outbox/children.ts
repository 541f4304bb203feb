import type { AttemptResult, Command, Rejection } from '../../core/command.ts';
import type { ChildWanted, CloseChildWanted } from '../../core/effect.ts';
import type { EndStatus, Recorded, RunEnded } from '../../core/event.ts';
import type { Effect, Failure } from '../../core/failure.ts';
import { nextRunId } from '../../core/index.ts';
import type { RunEntry } from '../entry.ts';
import { attemptEnded, completed, failed, type Office, senderName } from './office.ts';
import type { Attended, Sender } from './outbox.ts';

interface Waiting {
  readonly parent: string;
  readonly errand: string;
}

/** LI2. Who waits for whom: looked at when a run ends, so that waiting costs an entry a child. */
export class Children {
  private readonly parents = new Map<string, Map<string, Waiting>>();
  /** Of an errand, the run that was told to stop in this life of the engine. */
  private readonly told = new Map<string, string>();
  /** Of an errand, the run it waits for: the child, or what that continued as. */
  private readonly waitsFor = new Map<string, string>();

  /** The errands that wait for this run. */
  of(runId: string): readonly Waiting[] {
    return this.parents.size === 0 ? none : Array.from(this.parents.get(runId)?.values() ?? none);
  }

  forget(errand: ChildWanted, { runId }: Sender): void {
    const key = keyOf(runId, errand.id);
    this.unwatch(key);
    this.told.delete(key);
  }

  async attend(office: Office, errand: ChildWanted, sender: Sender): Promise<Attended> {
    const problem = errand.isStarted ? null : await startChild(office, errand, sender);
    if (problem) return attemptEnded(errand, problem);
    if (!errand.wait) return attemptEnded(errand, completed({ runId: errand.runId }));
    office.carryOn(errand.runId);
    const last = await this.watchLast(office, errand, sender);
    if (last?.kind === 'ended') return attemptEnded(errand, resultOf(last));
    if (last?.kind === 'open' && errand.cancel) await this.tellToStop(office, errand, sender, last.runId);
    return last ? 'wait' : attemptEnded(errand, lost(errand));
  }

  /** The last run of the chain, watched before it is looked at: its end cannot slip between. */
  private async watchLast(office: Office, { id, runId }: ChildWanted, { runId: parent }: Sender) {
    const key = keyOf(parent, id);
    let at = this.waitsFor.get(key) ?? runId;
    while (true) {
      this.watch(key, at, { parent, errand: id });
      const last = await lookAt(office, at);
      if (last?.kind !== 'followed') return last;
      at = last.next;
    }
  }

  private async tellToStop(office: Office, { id }: ChildWanted, sender: Sender, child: string): Promise<void> {
    const key = keyOf(sender.runId, id);
    if (this.told.get(key) === child) return;
    await office.ask(child, { type: 'cancel', by: senderName(sender.runId) });
    this.told.set(key, child);
  }

  private watch(key: string, child: string, waiting: Waiting): void {
    if (this.waitsFor.get(key) === child) return;
    this.unwatch(key);
    this.waitsFor.set(key, child);
    const parents = this.parents.get(child) ?? new Map<string, Waiting>();
    this.parents.set(child, parents.set(key, waiting));
  }

  private unwatch(key: string): void {
    const child = this.waitsFor.get(key);
    if (child === undefined) return;
    this.waitsFor.delete(key);
    const parents = this.parents.get(child);
    parents?.delete(key);
    if (parents?.size === 0) this.parents.delete(child);
  }
}

const none: readonly Waiting[] = [];

const keyOf = (parent: string, errand: string): string => `${parent} ${errand}`;

/** Null: it is there, by now or already. */
async function startChild(office: Office, errand: ChildWanted, sender: Sender): Promise<AttemptResult | null> {
  const { workflow, runId, path, visit, attempt, undo, with: input } = errand;
  let entry = await office.entry(runId);
  if (!entry) {
    const found = await office.definitions.latest(workflow);
    if (!found) return failed(notFound(workflow));
    const parent = { runId: sender.runId, path, visit };
    const outcome = await office.start({
      ...found,
      runId,
      input,
      parent,
      traceparent: office.traceparent(sender, errand),
      by: senderName(sender.runId),
    });
    if (outcome.kind === 'rejected' && outcome.code !== 'alreadyStarted') return failed(refused(workflow, outcome));
    entry = outcome.kind === 'accepted' ? outcome.entry : await office.entry(runId);
  }
  const { hash = '' } = entry ?? {};
  const told = await office.ask(sender.runId, {
    type: 'childStarted',
    path,
    visit,
    attempt,
    undo,
    runId,
    workflow,
    hash,
  });
  if (told.kind === 'rejected' && errand.wait && !(await isReset(office, sender.runId)))
    await office.ask(runId, { type: 'cancel', by: senderName(sender.runId), why: 'Nobody waits for it any more.' });
  return null;
}

const TAIL = 1_000;

/** LI4. The run that follows takes over what this one had begun. */
async function isReset({ journal, entry }: Office, runId: string): Promise<boolean> {
  const { events = 0 } = (await entry(runId)) ?? {};
  const last = await journal.history(runId, Math.max(events - TAIL, 0), TAIL);
  const next = last.find((event) => event.type === 'RunClosing')?.next;
  return next ? next.kind === 'reset' : (await entry(nextRunId(runId))) !== null;
}

function notFound(workflow: string): Failure {
  const message = `There is no workflow ${workflow} here: deploy it, or put its file into the workspace.`;
  return { type: 'child.notFound', message, retryable: false };
}

function refused(workflow: string, { code, reason, error }: Rejection): Failure {
  if (code === 'full') return { type: 'child.full', message: reason };
  const message = `${workflow} was not started: ${reason}`;
  return { type: 'child.invalid', message, retryable: false, ...(error ? { cause: error } : {}) };
}

type Last =
  | { readonly kind: 'open'; readonly runId: string }
  | { readonly kind: 'followed'; readonly next: string }
  | { readonly kind: 'ended'; readonly event: RunEnded; readonly undo: RunEntry['undo'] };

/** LI3, LI4. A run that another follows is not the end: one that was reset after it had ended does not say so itself. Null: there is no such run. */
export async function lookAt(office: Records, runId: string): Promise<Last | null> {
  const entry = await office.entry(runId);
  if (entry === null) return null;
  if (entry.endedAt === null) return { kind: 'open', runId };
  const event = await endOf(office, entry);
  if (event.next !== undefined) return { kind: 'followed', next: event.next };
  const next = nextRunId(runId);
  const isFollowed = (await office.entry(next)) !== null;
  return isFollowed ? { kind: 'followed', next } : { kind: 'ended', event, undo: entry.undo };
}

export type Records = Pick<Office, 'journal' | 'entry'>;

async function endOf({ journal }: Records, { runId, events }: RunEntry): Promise<RunEnded> {
  const [last] = await journal.history(runId, events - 1, 1);
  if (last?.type !== 'RunEnded') throw new Error(`the history of run ${runId} does not end`);
  return last satisfies Recorded;
}

const roots: Readonly<Record<Exclude<EndStatus, 'completed' | 'continuedAsNew'>, string>> = {
  failed: 'child.failed',
  compensated: 'child.compensated',
  cancelled: 'child.cancelled',
  terminated: 'child.terminated',
  timedOut: 'child.timedOut',
};

/** AT2. What the child leaves in force is what this step did: nothing, if it undid all; else nobody but the child knows. */
function resultOf({ event, undo }: Extract<Last, { kind: 'ended' }>): AttemptResult {
  const { status, output, error, left } = event;
  if (status === 'completed' || status === 'continuedAsNew') return completed(output);
  const effect: Effect = undo === 'complete' && left.length === 0 ? 'none' : 'unknown';
  const message = error?.message ?? `The child run ended ${status}.`;
  return { kind: 'failed', error: { type: roots[status], message, ...(error ? { cause: error } : {}) }, effect };
}

function lost({ runId }: ChildWanted): AttemptResult {
  const error = { type: 'child.notFound', message: `The child run ${runId} is not there any more.`, retryable: false };
  return { kind: 'failed', error, effect: 'unknown' };
}

/** The parent is over: its child is told, or the run that followed it. */
export async function closeChild(office: Office, errand: CloseChildWanted, sender: Sender): Promise<Command> {
  const { runId, policy } = errand;
  const closed: Command = { type: 'childClosed', runId };
  if (policy === 'abandon') return closed;
  for (let at = runId; ;) {
    const last = await lookAt(office, at);
    if (last === null || last.kind === 'ended') return closed;
    if (last.kind === 'followed') at = last.next;
    else if (await told(office, at, policy, sender)) return closed;
  }
}

/** False: it ended meanwhile. */
async function told(office: Office, child: string, type: 'cancel' | 'terminate', sender: Sender): Promise<boolean> {
  const why = 'The run that started it is over.';
  const outcome = await office.ask(child, { type, by: senderName(sender.runId), why });
  return outcome.kind === 'accepted' || outcome.code !== 'notRunning';
}

/** The last run of the chain that began with this one. */
export async function endOfChain(office: Records, runId: string): Promise<RunEntry | null> {
  for (let at = runId; ;) {
    const last = await lookAt(office, at);
    if (last?.kind !== 'followed') return office.entry(at);
    at = last.next;
  }
}
