import { readFileSync } from 'node:fs';
import type { SpanRecord } from '@sagaloom/engine/contract';
import { expect, test } from 'vitest';
import { otlpOf } from './otlp.ts';

/** Written by engine/telemetry's own test, from the SDK's serializer. */
const recorded = (name: string): unknown =>
  JSON.parse(readFileSync(`${import.meta.dirname}/../../../engine/telemetry/testing/order.${name}.snap`, 'utf8'));

test('what the page saves is what OpenTelemetry itself would send', () => {
  expect(otlpOf(recorded('spans') as SpanRecord[])).toEqual(recorded('otlp'));
});

test('what is still open is left out', () => {
  const [first, ...rest] = recorded('spans') as SpanRecord[];
  const otlp = JSON.stringify(otlpOf([{ ...first!, endMs: null }, ...rest]));
  expect(otlp).not.toContain(`"spanId":"${first?.spanId}"`);
});
