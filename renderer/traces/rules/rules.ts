import type { TraceRule } from '@sagaloom/engine/contract';
import { create } from 'zustand';
import { translate } from '../../locales/index.ts';
import { engine } from '../../rpc/index.ts';
import { attempt } from '../../shell/notices.ts';
import { toast } from '../../ui/index.ts';

interface RulesState {
  /** Those in force; null until they were read. */
  readonly rules: readonly TraceRule[] | null;
  /** Counts the times they were changed here: who shows mapped spans reads them again. */
  readonly version: number;
}

export const useRules = create<RulesState>(() => ({ rules: null, version: 0 }));

export async function loadRules(): Promise<void> {
  const rules = await attempt('traces.rules.cannotLoad', {}, async () => engine.traces.rules.get());
  if (rules) useRules.setState({ rules });
}

export async function saveRules(rules: readonly TraceRule[]): Promise<boolean> {
  const saved = await attempt('traces.rules.cannotSave', {}, async () => engine.traces.rules.set([...rules]));
  if (!saved) return false;
  useRules.setState(({ version }) => ({ rules: saved, version: version + 1 }));
  toast(() => translate('traces.rules.saved', { count: saved.length }), 'ok');
  return true;
}
