import type { TraceRule } from '@sagaloom/engine/contract';

/** A rule while it is edited: every field is there, and may be empty. */
export interface DraftRule {
  readonly id: string;
  readonly workflow: string;
  readonly step: string;
  readonly name: string;
  readonly service: string;
  readonly attributes: readonly { readonly key: string; readonly value: string }[];
}

export function draftOf({ id, workflow, step, name = '', service = '', attributes = {} }: TraceRule): DraftRule {
  return {
    id,
    workflow,
    step,
    name,
    service,
    attributes: Object.entries(attributes).map(([key, value]) => ({ key, value })),
  };
}

export const freshRule = (from: Partial<DraftRule> = {}): DraftRule => ({
  id: crypto.randomUUID(),
  workflow: '',
  step: '',
  name: '',
  service: '',
  attributes: [],
  ...from,
});

/** What it still needs; null where it can be saved. A rule that asks for nothing would take every span. */
export function lacks({
  workflow,
  step,
  name,
  service,
  attributes,
}: DraftRule): 'workflow' | 'step' | 'condition' | null {
  if (workflow.trim() === '') return 'workflow';
  if (step.trim() === '') return 'step';
  const asks = [name, service, ...attributes.map(({ key }) => key)].some((text) => text.trim() !== '');
  return asks ? null : 'condition';
}

export function ruleOf({ id, workflow, step, name, service, attributes }: DraftRule): TraceRule {
  const asked = attributes.flatMap(({ key, value }) => (key.trim() === '' ? [] : [[key.trim(), value] as const]));
  return {
    id,
    workflow: workflow.trim(),
    step: step.trim(),
    ...(name.trim() === '' ? {} : { name: name.trim() }),
    ...(service.trim() === '' ? {} : { service: service.trim() }),
    // An attribute of any value is one that is there.
    ...(asked.length === 0
      ? {}
      : { attributes: Object.fromEntries(asked.map(([key, value]) => [key, value === '' ? '*' : value])) }),
  };
}

/** The list with what stood at `from` standing at `to`. */
export function moved<T>(list: readonly T[], from: number, to: number): readonly T[] {
  const item = list[from];
  if (item === undefined || to < 0 || to >= list.length) return list;
  return list.toSpliced(from, 1).toSpliced(to, 0, item);
}
