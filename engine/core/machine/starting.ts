/** How a run and its steps begin, as `evolve` sees it. */
import type { Recorded, RunStarted, StepStarted } from '../event.ts';
import { type Json, put } from '../json.ts';
import { type Draft, setActive, setFrame } from './draft.ts';
import { openFrame, rootFrame } from './frames.ts';
import { beginItems, mapProgress } from './items.ts';
import { compositeNode, type Program } from './program.ts';
import {
  type ActiveComposite,
  type ActiveStep,
  type ActiveTask,
  frameOf,
  noProgress,
  placeKey,
  type RunState,
  type Work,
} from './state.ts';

export function started(draft: Draft, event: Recorded<RunStarted>, program: Program): void {
  draft.run = runInfo(event);
  draft.admitted = !event.slot?.queued;
  draft.attributes = event.attributes ?? {};
  draft.signals = event.continued?.signals ?? [];
  for (const { id } of draft.signals) if (id !== null) draft.seen[`signal:${id}`] = true; // one that comes again has come already
  for (const child of event.continued?.children ?? []) draft.children[child.runId] = child;
  setFrame(draft, rootFrame(program, event.variables));
}

function runInfo(event: Recorded<RunStarted>): NonNullable<RunState['run']> {
  const { runId, runKey, workflow, hash, seed, at, deadline, input, config } = event;
  return {
    id: runId,
    key: runKey,
    workflow,
    hash,
    seed,
    startedAt: at,
    deadline,
    input,
    config,
    generation: event.continued?.generation ?? 0,
    parent: event.parent ?? null,
    slot: event.slot ?? null,
    mocks: null,
    carries: false,
    ...(event.breakpoints ? { breakpoints: event.breakpoints } : {}),
  };
}

export function stepStarted(draft: Draft, event: Recorded<StepStarted>, program: Program): void {
  const { path, visit, frame } = event;
  put(draft.visits, path, visit);
  setFrame(draft, { ...frameOf(draft, frame), phase: { kind: 'step', place: placeKey(event) } });
  const step = activeStep(event);
  setActive(draft, step);
  if (step.kind !== 'composite') return;
  openBlocks(program, draft, step, event.detail.kind === 'composite' ? event.detail.blocks : []);
}

function activeStep(event: Recorded<StepStarted>): ActiveStep {
  const { detail, at } = event;
  switch (detail.kind) {
    case 'task':
      return task(event, { kind: 'activity', activity: detail.activity }, detail);
    case 'emit':
      return task(event, { kind: 'emit', target: detail.target }, detail);
    case 'child':
      return task(event, { kind: 'child', workflow: detail.workflow }, detail);
    case 'wait':
      return { ...baseOf(event), kind: 'wait', until: detail.until };
    case 'receive': {
      const { signal, until } = detail;
      const key = detail.key === undefined ? {} : { key: detail.key };
      return { ...baseOf(event), kind: 'receive', signal, until, ...key };
    }
    case 'composite':
      return composite(baseOf(event), at, detail.deadline, null);
    case 'map':
      return composite(baseOf(event), at, detail.deadline, detail.items);
    case 'none':
      return { ...baseOf(event), kind: 'none', error: null };
  }
}

type Base = Pick<ActiveTask, 'path' | 'visit' | 'id' | 'type' | 'frame' | 'startedAt' | 'cancelBy'>;

function baseOf({ path, visit, id, frame, stepType: type, at }: Recorded<StepStarted>): Base {
  return { path, visit, id, type, frame, startedAt: at, cancelBy: null };
}

/** Made for each step of each run: member by member, where a copy of a copy costs three times as much. */
function task(
  { path, visit, id, frame, stepType: type, at }: Recorded<StepStarted>,
  work: Work,
  { with: input }: { readonly with: Json },
): ActiveTask {
  return {
    path,
    visit,
    id,
    type,
    frame,
    startedAt: at,
    cancelBy: null,
    kind: 'task',
    work,
    with: input,
    phase: 'running',
    attempt: 1,
    since: at,
    counts: none,
    outcome: 'none',
    error: null,
    progress: noProgress,
  };
}

const none: readonly number[] = [];

function composite(base: Base, at: number, deadline: number | null, items: readonly Json[] | null): ActiveComposite {
  return {
    ...base,
    kind: 'composite',
    phase: 'running',
    attempt: 1,
    counts: [],
    since: at,
    deadline,
    frames: [],
    error: null,
    output: null,
    succeeds: false,
    map: items && mapProgress(items),
  };
}

/** Of a map its first items; else these blocks. */
export function openBlocks(program: Program, draft: Draft, step: ActiveComposite, blocks: readonly string[]): void {
  const node = compositeNode(program, step.id);
  if (node.type === 'map' && step.map) {
    return beginItems(program, draft, node, { ...step, frames: [], map: mapProgress(step.map.items) });
  }
  setActive(draft, { ...step, frames: blocks.map((name) => `${placeKey(step)}/${name}`) });
  for (const name of blocks) openFrame(program, draft, step, name);
}
