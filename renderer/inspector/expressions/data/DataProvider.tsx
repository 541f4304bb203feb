import { isObject, type JsonObject } from '@sagaloom/engine/core';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { type Draft, type OpenDocument, type Path, sampleInputOf, samplesOf } from '../../../document/index.ts';
import { useAttached } from '../../../runs/attached.ts';
import { type OpenRun, useOpenRun } from '../../../runs/open-runs.ts';
import { type DataChoice, useDataChoice } from './choice.ts';
import { type Recording, useLastRun } from './last-run.ts';
import { type FoundScope, outputsIn, scopeIn, scopeOfSamples } from './scope.ts';
import { useSimulated } from './use-simulated.ts';

/** What all fields of a document try their expressions on. */
export interface DataInUse {
  readonly workflow: string;
  readonly path: string | null;
  readonly document: Draft;
  readonly choice: DataChoice;
  /** What it comes to: without any run, samples stand in for one. */
  readonly shown: 'run' | 'lastRun' | 'sample' | 'scenario' | 'own';
  readonly recording: Recording | null;
  /** What steps gave, or are pinned to give, by id. */
  readonly outputs: JsonObject;
  /** Step at which a simulated run ends for want of a sample. */
  readonly unanswered: string | null;
  readonly scopeAt: (path: Path) => FoundScope;
}

const nothing: DataInUse = {
  workflow: '',
  path: null,
  document: {},
  choice: { kind: 'run' },
  shown: 'lastRun',
  recording: null,
  outputs: {},
  unanswered: null,
  scopeAt: () => ({ ok: false, why: 'noRun' }),
};

const DataContext = createContext<DataInUse>(nothing);
export const useData = (): DataInUse => useContext(DataContext);

const noOutputs: JsonObject = {};

export function DataProvider({ open, children }: { readonly open: OpenDocument; readonly children: ReactNode }) {
  const { document, path, id } = open;
  const workflow = typeof document['name'] === 'string' ? document['name'] : '';
  const choice = useDataChoice(workflow);
  const onCanvas = useOpenRun(useAttached(({ byTab }) => byTab[id] ?? null));
  const shownRun = useMemo(() => (onCanvas ? recordingOf(onCanvas) : null), [onCanvas]);
  const lastRun = useLastRun(workflow, true);
  const recorded = shownRun ?? lastRun ?? null;
  const hasSamples = sampleInputOf(document) !== undefined || Object.keys(samplesOf(document)).length > 0;
  const standsIn = choice.kind === 'run' && recorded === null && lastRun !== undefined && hasSamples;
  const used = standsIn ? sampleChoice : choice;
  const recordedOutputs = useMemo(() => (recorded ? outputsIn(recorded.events) : noOutputs), [recorded]);
  const simulated = useSimulated(document, path, used, recordedOutputs);
  const data = useMemo((): DataInUse => {
    const recording = used.kind === 'run' ? recorded : (simulated?.recording ?? null);
    const outputs = recording && used.kind !== 'run' ? outputsIn(recording.events) : recordedOutputs;
    return {
      workflow,
      path,
      document,
      choice,
      shown: used.kind !== 'run' ? used.kind : shownRun ? 'run' : 'lastRun',
      recording,
      outputs,
      unanswered: simulated?.unanswered ?? null,
      scopeAt: (at) => scopeFor(at, { document, used, recording, outputs }),
    };
  }, [workflow, path, document, choice, used, recorded, shownRun, simulated, recordedOutputs]);
  return <DataContext value={data}>{children}</DataContext>;
}

const sampleChoice: DataChoice = { kind: 'sample' };

interface Using {
  readonly document: Draft;
  readonly used: DataChoice;
  readonly recording: Recording | null;
  readonly outputs: JsonObject;
}

/** A document that does not compile yet has never been played: then its samples alone are what there is. */
function scopeFor(path: Path, { document, used, recording, outputs }: Using): FoundScope {
  if (recording || used.kind === 'run') return scopeIn(recording, document, path);
  const input = used.kind === 'own' ? used.input : (sampleInputOf(document) ?? null);
  return scopeOfSamples(document, input, { ...outputs, ...samplesOf(document) });
}

/** A run on the canvas, up to the moment that is looked at. */
function recordingOf({ runId, events, moment, definition, head }: OpenRun): Recording | null {
  if (!head || !isObject(definition)) return null;
  return { runId, events: moment === null ? events : events.slice(0, moment), definition, hash: head.hash };
}
