import type { Heat, StepHeat } from '@sagaloom/engine/contract';
import { edgeId, originOf, startEdgeId } from '../canvas/scene/ids.ts';
import type { EdgeHeatLook, HeatOverlay, MissingLook, StepHeatLook } from '../canvas/heat.ts';
import { drawnAs, type Outline, portsOf } from '../document/index.ts';
import type { Formats } from '../locales/format.ts';
import type { Translate } from '../locales/index.ts';
import type { Traffic } from './flows.ts';
import { greatest, levelOf, type Measure, percentWords, valueOf, valueWords } from './measures.ts';

interface Said {
  readonly t: Translate;
  readonly formats: Formats;
}

/** What the drawing shows of the heat: a pure function of it, the drawing and what is measured. */
export function heatOverlay(
  heat: Heat,
  outline: Outline,
  { edges, missing }: Traffic,
  measure: Measure,
  said: Said,
): HeatOverlay {
  const known = new Map(heat.steps.map((step) => [step.step, step] as const));
  const most = greatest(heat, measure);
  const busiest = Math.max(1, ...edges.values());
  return {
    steps: new Map(
      [...outline.steps.keys()].map((id) => [id, stepLook(known.get(id), measure, most, heat.runs, said)] as const),
    ),
    edges: new Map(
      edgesOf(outline).map((id) => [
        id,
        edgeLook(edges.get(id) ?? 0, leavingOf(id, known, outline, heat), busiest, said),
      ]),
    ),
    missing: missing.flatMap((way) => missingLook(way, outline, said)),
  };
}

function stepLook(step: StepHeat | undefined, measure: Measure, most: number, runs: number, said: Said): StepHeatLook {
  const { t, formats } = said;
  if (!step || step.entered === 0) return { level: null, badge: t('heat.never'), words: t('heat.neverWords') };
  const value = valueOf(step, measure);
  return {
    level: levelOf(value, most),
    badge: valueWords(value, measure, formats),
    words: stepWords(step, runs, said),
  };
}

/** All figures of a step in one line. */
export function stepWords(step: StepHeat, runs: number, { t, formats }: Said): string {
  const said = (measure: Measure): string => valueWords(valueOf(step, measure), measure, formats);
  const parts = [
    t('heat.words.visits', {
      count: step.entered,
      number: formats.count(step.entered),
      runs: formats.count(step.runs),
      of: formats.count(runs),
    }),
    `p50 ${said('p50')}`,
    `p95 ${said('p95')}`,
    `p99 ${said('p99')}`,
    t('heat.words.errors', { share: said('errors') }),
    ...(step.retries > 0
      ? [t('heat.words.retries', { count: step.retries, number: formats.count(step.retries) })]
      : []),
    ...(step.undone > 0 ? [t('heat.words.undone', { count: step.undone, number: formats.count(step.undone) })] : []),
    ...(step.waits > 0 ? [t('heat.words.waits', { count: step.waits, took: formats.duration(step.waitMs) })] : []),
    ...(step.open > 0 ? [t('heat.words.open', { count: step.open, number: formats.count(step.open) })] : []),
  ];
  return parts.join(', ');
}

const knownEdges = new WeakMap<Outline, readonly string[]>();

/** Every connection that is drawn, taken or not. */
function edgesOf(outline: Outline): readonly string[] {
  const known = knownEdges.get(outline) ?? [
    ...[...outline.blocks.keys()].map(startEdgeId),
    ...[...outline.steps.values()].flatMap(({ id, step }) => portsOf(step).map((port) => edgeId(id, port))),
  ];
  knownEdges.set(outline, known);
  return known;
}

/** How often the place was left that a connection leads out of: its whole. */
function leavingOf(edge: string, known: ReadonlyMap<string, StepHeat>, outline: Outline, { runs }: Heat): number {
  const origin = originOf(edge);
  if (origin?.kind === 'step') return known.get(origin.step)?.entered ?? 0;
  const owner = origin ? outline.blocks.get(origin.block)?.owner : null;
  return owner == null ? runs : (known.get(owner)?.entered ?? 0);
}

const [thinnest, thickest] = [1.25, 6];

function edgeLook(count: number, of: number, busiest: number, { t, formats }: Said): EdgeHeatLook {
  if (count === 0) return { width: thinnest, text: null, words: t('heat.edge.never') };
  // All of it needs no share; and a block of a map is entered once for each item: of its visits it is none.
  const share = of > count ? ` · ${percentWords(count / of)}` : '';
  const text = `${formats.count(count)}${share}`;
  return {
    width: thinnest + (thickest - thinnest) * Math.sqrt(count / busiest),
    text,
    words: t('heat.edge.words', {
      count,
      number: formats.count(count),
      share: of >= count ? percentWords(count / of) : '–',
    }),
  };
}

function missingLook(
  { from, to, count }: Traffic['missing'][number],
  outline: Outline,
  { t, formats }: Said,
): readonly MissingLook[] {
  if (from === null || !outline.steps.has(from) || !outline.steps.has(to)) return [];
  const [source, target] = [drawnAs(outline, from), drawnAs(outline, to)];
  if (source === target && from !== to) return [];
  const label = (id: string): string => outline.steps.get(id)?.label ?? id;
  const words = t('heat.missing.words', { from: label(from), to: label(to), count, number: formats.count(count) });
  const text = t('heat.missing.label', { number: formats.count(count) });
  return [{ id: `${from}:${to}`, from: source, to: target, text, words }];
}
