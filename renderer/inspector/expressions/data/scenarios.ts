import type { ScenarioInfo } from '@sagaloom/engine/contract';
import { useEffect } from 'react';
import { create } from 'zustand';
import { engine } from '../../../rpc/index.ts';

export type Scenario = ScenarioInfo;

const useRead = create<{ readonly byPath: Readonly<Record<string, readonly Scenario[]>> }>(() => ({ byPath: {} }));
const none: readonly Scenario[] = [];

/** The test scenarios that lie beside a file; read when they are first wanted, and again with `readScenarios`. */
export function useScenarios(path: string | null, isWanted: boolean): readonly Scenario[] {
  useEffect(() => {
    if (path !== null && isWanted && useRead.getState().byPath[path] === undefined) void readScenarios(path);
  }, [path, isWanted]);
  return useRead(({ byPath }) => (path === null ? none : (byPath[path] ?? none)));
}

export async function readScenarios(path: string): Promise<void> {
  // A file that is not in the workspace, or an engine that knows no scenarios, has none.
  const scenarios = await engine.workspace.scenarios({ path }).catch(() => none);
  useRead.setState(({ byPath }) => ({ byPath: { ...byPath, [path]: scenarios } }));
}
