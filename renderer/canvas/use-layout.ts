import { useEffect, useMemo, useRef, useState } from 'react';
import {
  type Draft,
  isEachPlaced,
  isPlacedByHand,
  type Outline,
  outlineOf,
  ownPlaces,
  type Positions,
  portsOf,
  targetOf,
} from '../document/index.ts';
import { translate } from '../locales/index.ts';
import { isMotionReduced } from '../settings/motion.ts';
import { toast } from '../ui/index.ts';
import { type Layout, noRoutes, type WordsOf } from './layout/graph.ts';
import { meanwhile, type Placed } from './layout/meanwhile.ts';
import { type LayoutMemory, layOutLarge, mostForElk } from './layout/large.ts';
import { layOutInWorker, reasonOf } from './layout/worker.ts';
import { edgeWords } from './scene/ports.ts';
import { setPositions } from './places.ts';
import { hasUndo } from './scene/measure.ts';

/** A document with a place for every step of it; `routes` are the ways the automatic layout found, none where people put the steps. */
export interface LaidOut extends Placed {
  /** A better picture is on its way. */
  readonly isMeanwhile: boolean;
}

const movingMs = 160;
const tooManyToMove = 250;

/**
 * Places by hand are taken as they are. Without any, the layout is automatic: made anew in the worker whenever the shape of the
 * drawing changes, and the steps glide to their new places. What was edited is seen before that (`meanwhile`).
 */
export function useLaidOut(documentId: string, document: Draft): LaidOut | null {
  const places = useMemo(() => ownPlaces(document), [document]);
  const byHand = useMemo(() => isPlacedByHand(document), [document]);
  const isLarge = outlineOf(document).steps.size > mostForElk;
  const shape = useMemo(() => (isLarge ? '' : shapeOf(document)), [isLarge, document]);
  const [auto, setAuto] = useState<(Layout & { readonly shape: string }) | null>(null);
  const isComplete = byHand && isEachPlaced(document);
  const large = useLargeLayout(document, isLarge && !isComplete);
  const needsLayout = !isComplete && !isLarge && auto?.shape !== shape;

  useEffect(() => {
    if (!needsLayout) return undefined;
    let isWanted = true;
    const outline = outlineOf(document);
    void layOutInWorker(outline, wordsOf)
      .catch((error: unknown) => inItsStead(outline, error))
      .then((layout) => {
        if (isWanted) setAuto({ ...layout, shape });
      });
    return () => {
      isWanted = false;
    };
    // The layout depends on the shape alone.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [needsLayout, shape]);

  const target = useMemo(() => {
    if (isComplete) return places;
    if (large) return byHand ? { ...large.positions, ...places } : large.positions;
    return auto?.shape === shape ? { ...auto.positions, ...places } : null;
  }, [isComplete, places, large, byHand, auto, shape]);
  const latest = useRef<LaidOut | null>(null);
  const laid = useMemo((): LaidOut | null => {
    if (!target) return untilThen(latest.current, document);
    const routes = byHand ? noRoutes : ((large ?? auto)?.routes ?? noRoutes);
    return { document, positions: target, routes, isMeanwhile: false };
  }, [document, target, byHand, large, auto]);
  const shown = useGlide(laid, !byHand);
  useEffect(() => {
    latest.current = laid;
    if (laid) setPositions(documentId, laid.positions, laid.routes);
  }, [laid, documentId]);
  return shown;
}

/** Plainer, but a drawing. */
function inItsStead(outline: Outline, error: unknown): Layout {
  toast(() => translate('canvas.layoutFailed', { reason: reasonOf(error) }), 'warn');
  return layOutLarge(outline, wordsOf);
}

/** What is shown while the layout is made: the edit as well as it can be guessed, else the picture before it. */
function untilThen(last: LaidOut | null, document: Draft): LaidOut | null {
  const guessed = last && last.document !== document ? meanwhile(last, document) : null;
  return guessed ? { ...guessed, isMeanwhile: true } : last;
}

/** Of a large drawing: at once, and again only where something changed. */
function useLargeLayout(document: Draft, isWanted: boolean): Layout | null {
  const [memory] = useState((): LayoutMemory => ({ last: null }));
  return useMemo(
    () => (isWanted ? layOutLarge(outlineOf(document), wordsOf, memory) : null),
    [document, isWanted, memory],
  );
}

const wordsOf: WordsOf = (entry, port) => edgeWords(entry, port, translate);

/** What of a document its layout depends on. */
function shapeOf(document: Draft): string {
  const { blocks, steps, direction } = outlineOf(document);
  const inBlocks = [...blocks.values()].map(({ key, start, stepIds }) => `${key}>${start ?? ''}:${stepIds.join(',')}`);
  const inSteps = [...steps.values()].map((entry) => {
    const targets = portsOf(entry.step).map(
      (port) => `${port}=${targetOf(entry.step, port) ?? ''}~${edgeWords(entry, port, translate) ?? ''}`,
    );
    return `${entry.id} ${entry.type} ${entry.collapsed ? 'c' : ''}${hasUndo(entry) ? 'u' : ''}${entry.step.pivot === true ? 'p' : ''} ${targets.join(' ')}`;
  });
  return [direction, ...inBlocks, ...inSteps].join('\n');
}

/** Steps glide from where they were; new ones appear in their place. Not where motion is not wanted. */
function useGlide(laid: LaidOut | null, isAutomatic: boolean): LaidOut | null {
  const [last, setLast] = useState<LaidOut | null>(laid);
  const [from, setFrom] = useState<Positions | null>(null);
  const [share, setShare] = useState(1);
  if (last !== laid) {
    setLast(laid);
    const before = last?.positions ?? null;
    const isMoving = isAutomatic && laid !== null && before !== null && mayMove(before, laid);
    setFrom(isMoving ? before : null);
    setShare(isMoving ? 0 : 1);
  }
  useEffect(() => {
    if (!from) return undefined;
    const began = performance.now();
    let frame = requestAnimationFrame(function step(now) {
      const passed = Math.min(1, Math.max(0, (now - began) / movingMs));
      setShare(passed);
      if (passed < 1) frame = requestAnimationFrame(step);
    });
    return () => cancelAnimationFrame(frame);
  }, [from, laid]);
  return useMemo(() => {
    if (!laid || !from || share === 1) return laid;
    const positions = between(from, laid.positions, 1 - (1 - share) ** 3);
    return { ...laid, positions, routes: noRoutes, isMeanwhile: true };
  }, [laid, from, share]);
}

function mayMove(before: Positions, { document, positions: after }: LaidOut): boolean {
  if (before === after || isMotionReduced() || outlineOf(document).steps.size > tooManyToMove) return false;
  return Object.entries(after).some(([id, { x, y }]) => before[id] && (before[id].x !== x || before[id].y !== y));
}

function between(before: Positions, after: Positions, share: number): Positions {
  return Object.fromEntries(
    Object.entries(after).map(([id, to]) => {
      const at = before[id] ?? to;
      return [id, { x: at.x + (to.x - at.x) * share, y: at.y + (to.y - at.y) * share }];
    }),
  );
}
