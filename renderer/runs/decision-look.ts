import { Ban, CheckCheck, type LucideIcon, RotateCcw, SkipForward } from 'lucide-react';
import type { MessageKey } from '../locales/index.ts';
import type { Decision } from './attention.ts';

interface DecisionLook {
  readonly icon: LucideIcon;
  readonly label: MessageKey;
  /** What the person is asked, and what will then happen: of a step, and of an undo. */
  readonly title: MessageKey;
  readonly step: MessageKey;
  readonly undo: MessageKey;
  readonly needsReason: boolean;
  readonly danger: boolean;
}

export const decisionLook = {
  retry: {
    icon: RotateCcw,
    label: 'runs.decide.retry',
    title: 'runs.decide.retryTitle',
    step: 'runs.decide.retryStep',
    undo: 'runs.decide.retryUndo',
    needsReason: false,
    danger: false,
  },
  skip: {
    icon: SkipForward,
    label: 'runs.decide.skip',
    title: 'runs.decide.skipTitle',
    step: 'runs.decide.skipStep',
    undo: 'runs.decide.skipUndo',
    needsReason: true,
    danger: true,
  },
  complete: {
    icon: CheckCheck,
    label: 'runs.decide.complete',
    title: 'runs.decide.completeTitle',
    step: 'runs.decide.completeStep',
    undo: 'runs.decide.completeStep',
    needsReason: true,
    danger: false,
  },
  abort: {
    icon: Ban,
    label: 'runs.decide.abort',
    title: 'runs.decide.abortTitle',
    step: 'runs.decide.abortStep',
    undo: 'runs.decide.abortUndo',
    needsReason: true,
    danger: true,
  },
} as const satisfies Record<Decision, DecisionLook>;
