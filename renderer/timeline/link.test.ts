import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashOf, parseHash, type TraceLink } from './link.ts';
import { viewModes } from './model/arrange.ts';

const hex = (digits: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${digits}}$`));
const trace = fc.oneof(
  fc.record({ kind: fc.constant('run' as const), runId: fc.string({ minLength: 1 }) }),
  fc.record({ kind: fc.constant('stored' as const), traceId: hex(32) }),
);
const range = fc
  .tuple(fc.integer({ min: -5_000, max: 1e9 }), fc.integer({ min: 1, max: 1e9 }))
  .map(([from, length]) => ({ from: from / 8, to: Math.max(from, 0) / 8 + length / 8 }));
const state = fc.record(
  { span: hex(16), range, query: fc.string({ minLength: 1 }), mode: fc.constantFrom(...viewModes) },
  { requiredKeys: [] },
);

describe('a link to a trace', () => {
  test('says where it leads, and how the trace was looked at', () => {
    fc.assert(
      fc.property(fc.record({ trace, state }), (link: TraceLink) => {
        expect(parseHash(hashOf(link))).toEqual(link);
      }),
    );
  });

  test('reads as an address does', () => {
    const link: TraceLink = {
      trace: { kind: 'run', runId: 'ord-7' },
      state: { span: 'ab'.repeat(8), query: '>100ms' },
    };
    expect(hashOf(link)).toBe('#run=ord-7&span=abababababababab&find=%3E100ms');
  });

  test('what is none is none, and what cannot be read of one is left out', () => {
    expect(parseHash('')).toBeNull();
    expect(parseHash('#/files/order')).toBeNull();
    expect(parseHash('#trace=12')).toBeNull();
    expect(parseHash('#run=r&span=zz&range=9-3&view=upside')).toEqual({
      trace: { kind: 'run', runId: 'r' },
      state: {},
    });
  });
});
