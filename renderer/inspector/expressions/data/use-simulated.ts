import type { Json, JsonObject } from '@sagaloom/engine/core';
import { useEffect, useState } from 'react';
import { type Draft, outlineOf, sampleInputOf, samplesOf } from '../../../document/index.ts';
import type { DataChoice } from './choice.ts';
import { simulated } from './kernel.ts';
import type { Recording } from './last-run.ts';
import { type Scenario, useScenarios } from './scenarios.ts';

export interface SimulatedRun {
  readonly recording: Recording;
  /** Id of the step that no sample answers for. */
  readonly unanswered: string | null;
}

const settledAfterMs = 400;
/** A larger one would hold up the answers of all others. */
const mostSteps = 400;

interface Wanted {
  readonly input: Json;
  readonly outputs: JsonObject;
  readonly scenario: Scenario | null;
}

/** A run played in memory for the data chosen; it keeps the last one while the document does not compile. Null: there is none. */
export function useSimulated(
  document: Draft,
  path: string | null,
  choice: DataChoice,
  recorded: JsonObject,
): SimulatedRun | null {
  const scenarios = useScenarios(path, choice.kind === 'scenario');
  const [run, setRun] = useState<{ readonly choice: DataChoice; readonly run: SimulatedRun } | null>(null);
  useEffect(() => {
    const wanted = wantedOf(document, choice, recorded, scenarios);
    if (!wanted || outlineOf(document).steps.size > mostSteps) return undefined;
    let isWanted = true;
    const play = async (): Promise<void> => {
      const { input, outputs, scenario } = wanted;
      const answer = await simulated({
        document,
        input,
        outputs,
        mocks: scenario?.mocks ?? {},
        signals: scenario?.signals ?? [],
      });
      if (!isWanted || !answer) return;
      const { unanswered, ...recording } = answer;
      setRun({ choice, run: { recording: { runId: null, ...recording }, unanswered } });
    };
    const timer = setTimeout(() => void play(), settledAfterMs);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [document, choice, recorded, scenarios]);
  return run?.choice === choice ? run.run : null;
}

function wantedOf(
  document: Draft,
  choice: DataChoice,
  recorded: JsonObject,
  scenarios: readonly Scenario[],
): Wanted | null {
  if (choice.kind === 'run') return null;
  const outputs = { ...recorded, ...samplesOf(document) };
  if (choice.kind === 'own') return { input: choice.input, outputs, scenario: null };
  if (choice.kind === 'sample') return { input: sampleInputOf(document) ?? {}, outputs, scenario: null };
  const scenario = scenarios.find(({ name }) => name === choice.name);
  return scenario ? { input: scenario.input ?? sampleInputOf(document) ?? {}, outputs, scenario } : null;
}
