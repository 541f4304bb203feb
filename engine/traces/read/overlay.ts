import { type ColumnsAttribute, decodeRecords, encodeOverlay } from '../../contract/columns-wire.ts';
import type { TraceRule } from '../../contract/traces.ts';
import type { Json } from '../../core/json.ts';
import { asksForAttributes, ruleFinder } from '../../contract/trace-rules.ts';
import type { ReadBodies } from '../store/bodies.ts';
import { plainObject } from '../values.ts';
import { mapped, roughModelOf } from './span.ts';

/** What rules say of the spans of a block that do not say it themselves; null: nothing. */
export function overlayOf(columns: Buffer, rules: readonly TraceRule[], bodies: () => ReadBodies): Uint8Array | null {
  const [block] = decodeRecords(aligned(columns));
  if (block?.type !== 'block') return null;
  const find = ruleFinder(rules);
  const says = block.attributes.find(({ name }) => name === 'sagaloom.step.id');
  const byName = rules.some(asksForAttributes) ? null : new Map<number, number>();
  const places = new Uint32Array(block.count);
  let isAny = false;
  let read: ReadBodies | null = null;
  for (let index = 0; index < block.count; index++) {
    if ((says?.indices[index] ?? 0) !== 0) continue;
    const name = block.name[index] ?? 0;
    const service = block.service[index] ?? 0;
    const key = name * block.strings.length + service;
    let place = byName?.get(key);
    if (place === undefined) {
      const rule = find({
        name: block.strings[name] ?? '',
        service: block.strings[service] ?? '',
        attributes: () => plainObject(roughModelOf((read ??= bodies()).at(index)).attributes),
      });
      place = rule === null ? 0 : rules.indexOf(rule) + 1;
      byName?.set(key, place);
    }
    places[index] = place;
    isAny ||= place !== 0;
  }
  return isAny ? encodeOverlay(block.count, attributesOf(places, rules)) : null;
}

function attributesOf(indices: Uint32Array, rules: readonly TraceRule[]): readonly ColumnsAttribute[] {
  const names = ['sagaloom.workflow', 'sagaloom.step.id', 'sagaloom.step.path'] as const;
  return names.map((name) => ({ name, indices, values: [null, ...rules.map((rule): Json => mapped(rule)[name])] }));
}

export function aligned(bytes: Buffer): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.length);
  new Uint8Array(copy).set(bytes);
  return copy;
}
