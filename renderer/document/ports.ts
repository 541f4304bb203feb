import type { Json, JsonObject } from '@sagaloom/engine/core';
import { type EditableObject, isEditableObject, isRecord } from './draft.ts';

/** Where a connection leaves a step. One port leads to one step at most. */
export type Port = 'next' | 'otherwise' | 'timeout' | `branch:${number}` | `catch:${number}`;

export function isPort(text: string): text is Port {
  return Object.hasOwn(ownKeys, text) || /^(branch|catch):\d+$/.test(text);
}

/** Ports that are a field of the step itself. */
const ownKeys: Readonly<Record<string, string>> = { next: 'next', otherwise: 'otherwise', timeout: 'onTimeout' };

/** Taken when something went wrong, or nothing came: drawn beside the way on. */
export function isAside(port: Port): boolean {
  return port === 'timeout' || port.startsWith('catch');
}

const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? (value as readonly Json[]) : []);

/** The ports a step has, in the order they are drawn. */
export function portsOf(step: JsonObject): readonly Port[] {
  const catches = listOf(step.catch).map((_, index): Port => `catch:${index}`);
  switch (step.type) {
    case 'choice':
      return [...listOf(step.branches).map((_, index): Port => `branch:${index}`), 'otherwise'];
    case 'fail':
    case 'succeed':
    case 'continueAsNew':
      return [];
    case 'wait':
    case 'set':
      return ['next'];
    case 'receive': // without a time limit nothing leads out of it
      return [
        'next',
        ...(step.timeout === undefined && step.onTimeout === undefined ? [] : ['timeout' as const]),
        ...catches,
      ];
    default:
      return ['next', ...catches];
  }
}

export function targetOf(step: JsonObject, port: Port): string | null {
  const own = ownKeys[port];
  const target = own === undefined ? clauseOf(step, port)?.next : step[own];
  return typeof target === 'string' && target !== '' ? target : null;
}

const ownFields = Object.values(ownKeys);

/** The ports that lead to a step. Thousands are looked through for it, and most of them have no clauses. */
export function portsTo(step: JsonObject, target: string): readonly Port[] {
  const mayLead =
    step.branches !== undefined || step.catch !== undefined || ownFields.some((own) => step[own] === target);
  return mayLead ? portsOf(step).filter((port) => targetOf(step, port) === target) : [];
}

function clauseOf(step: JsonObject, port: Port): Record<string, unknown> | null {
  const [kind, index] = port.split(':');
  const clause = listOf(step[kind === 'branch' ? 'branches' : 'catch'])[Number(index)];
  return isRecord(clause) ? clause : null;
}

export function setTarget(step: EditableObject, port: Port, target: string | null): void {
  const own = ownKeys[port];
  const holder = own === undefined ? editableClause(step, port) : step;
  const key = own ?? 'next';
  if (!holder) return;
  if (target === null) delete holder[key];
  else holder[key] = target;
}

function editableClause(step: EditableObject, port: Port): EditableObject | null {
  const [kind, index] = port.split(':');
  const list = step[kind === 'branch' ? 'branches' : 'catch'];
  const clause = Array.isArray(list) ? list[Number(index)] : undefined;
  return isEditableObject(clause) ? clause : null;
}

/** Where the flow goes on when nothing special happens: what a chain is healed with. */
export function mainTarget(step: JsonObject): string | null {
  const ports = portsOf(step);
  if (ports.includes('next')) return targetOf(step, 'next');
  return (
    ports
      .toReversed()
      .map((port) => targetOf(step, port))
      .find((target) => target !== null) ?? null
  );
}
