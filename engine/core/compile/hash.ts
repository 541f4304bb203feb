import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';
import type { Block, Compensate, Step, Steps } from '../definition/document.ts';
import type { Definition } from './normalise.ts';

/** SHA-256 of the RFC 8785 form, of what a run does only: names and descriptions may change without a new version. */
export function hashOf(definition: Definition): string {
  const { description: _description, steps, config, signals, queries, updates, ...rest } = definition;
  const bare = {
    ...rest,
    steps: bareSteps(steps),
    ...(config ? { config: mapValues(config, undescribed) } : {}),
    ...(signals ? { signals: mapValues(signals, undescribed) } : {}),
    ...(queries ? { queries: mapValues(queries, undescribed) } : {}),
    ...(updates ? { updates: mapValues(updates, undescribed) } : {}),
  };
  return bytesToHex(sha256(utf8ToBytes(canonicalize(bare) ?? '')));
}

function undescribed({ description: _, ...rest }: { readonly description?: string | undefined }): object {
  return rest;
}

function bareSteps(steps: Steps): object {
  return mapValues(steps, bareStep);
}

function bareStep(step: Step): object {
  const { name: _name, description: _description, ...rest } = step;
  switch (rest.type) {
    case 'task':
    case 'emit':
    case 'child':
      return rest.compensate ? { ...rest, compensate: bareUndo(rest.compensate) } : rest;
    case 'choice':
      return { ...rest, branches: rest.branches.map(({ name: _branch, ...branch }) => branch) };
    case 'parallel':
      return { ...rest, branches: mapValues(rest.branches, bareBlock) };
    case 'saga':
    case 'map':
      return { ...rest, steps: bareSteps(rest.steps) };
    case 'try':
      return { ...rest, steps: bareSteps(rest.steps), ...(rest.finally ? { finally: bareBlock(rest.finally) } : {}) };
    default:
      return rest;
  }
}

function bareUndo({ name: _name, ...undo }: Compensate): object {
  return undo;
}

function bareBlock({ name: _name, steps, ...rest }: Block): object {
  return { ...rest, steps: bareSteps(steps) };
}

function mapValues<T>(record: Readonly<Record<string, T>>, map: (value: T) => object): Record<string, object> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
