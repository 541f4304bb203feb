import { remembered } from './choice.ts';

export const motions = ['system', 'reduce'] as const;
export type Motion = (typeof motions)[number];

export const useMotion = remembered<Motion>('sagaloom.motion', motions);

const calm = matchMedia('(prefers-reduced-motion: reduce)');

/** Whether nothing may glide: the person's choice, else the system's. Asked at the moment of moving, for it can change. */
export function isMotionReduced(): boolean {
  return useMotion.getState().value === 'reduce' || calm.matches;
}

/** Keeps `<html data-motion>` in step, which the style sheets go by. */
export function bindDocumentMotion(): void {
  const apply = (): void => {
    document.documentElement.dataset['motion'] = isMotionReduced() ? 'reduce' : 'full';
  };
  apply();
  calm.addEventListener('change', apply);
  useMotion.subscribe(apply);
}
