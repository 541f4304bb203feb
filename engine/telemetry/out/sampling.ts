import { ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  type Sampler,
  SamplingDecision,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-base';
import { parseTraceparent } from '../ids.ts';
import type { SamplerName } from './settings.ts';

/**
 * Whether a run's trace is sent, whole or not at all. A function of its id and of what it was started with: an attempt is told the same
 * (`attemptTraceparent`) as is done when its span has ended, in whatever process.
 */
export type IsSampled = (traceId: string, traceparent: string | null) => boolean;

export function sampling({ name, ratio }: { readonly name: SamplerName; readonly ratio: number }): IsSampled {
  const sampler = samplerOf(name, ratio);
  return (traceId, traceparent) => {
    const caller = parseTraceparent(traceparent);
    const context = caller ? trace.setSpanContext(ROOT_CONTEXT, { ...caller, isRemote: true }) : ROOT_CONTEXT;
    const { decision } = sampler.shouldSample(context, traceId, '', SpanKind.INTERNAL, {}, []);
    return decision === SamplingDecision.RECORD_AND_SAMPLED;
  };
}

function samplerOf(name: SamplerName, ratio: number): Sampler {
  if (name.startsWith('parentbased_')) return new ParentBasedSampler({ root: rootOf(name, ratio) });
  return rootOf(name, ratio);
}

function rootOf(name: SamplerName, ratio: number): Sampler {
  if (name.endsWith('always_off')) return new AlwaysOffSampler();
  if (name.endsWith('traceidratio')) return new TraceIdRatioBasedSampler(ratio);
  return new AlwaysOnSampler();
}
